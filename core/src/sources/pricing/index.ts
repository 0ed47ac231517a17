export { type BundledBook, bundledBooks, bundledPriceSource } from './bundled-prices.ts';
export { layeredPriceSource } from './layered-prices.ts';
export { filePriceSource, priceFileKind } from './price-file.ts';
