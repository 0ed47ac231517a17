export { type ImportedBook, importedBook, type ImportRequest } from './imported-book.ts';
export type { ImportedFile } from './imported-row.ts';
export { priceBookText } from './price-book-text.ts';
export { type PriceFileContext, readPriceFile } from './read-price-file.ts';
