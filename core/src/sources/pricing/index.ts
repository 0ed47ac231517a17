export { type BundledBook, bundledBooks, bundledPriceSource } from './bundled-prices.ts';
export { composedPriceSource, type PriceLayerSource } from './composed-prices.ts';
export {
  type ImportedBook,
  importedBook,
  type ImportedFile,
  type ImportRequest,
  priceBookText,
  type PriceFileContext,
  readPriceFile,
} from './import/index.ts';
export { filePriceSource, priceFileKind, priceTermsKind } from './price-file.ts';
