export { diskFiles } from './disk-files.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
