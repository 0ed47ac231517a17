export { diskFiles, type DiskFilesOptions } from './disk-files.ts';
export { isWithin, repositoryRoot } from './walk-folder.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
