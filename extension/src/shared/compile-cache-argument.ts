/** The start of the server's command line argument that names the folder where Node keeps compiled code. */
export const COMPILE_CACHE_ARGUMENT = '--compile-cache=';
