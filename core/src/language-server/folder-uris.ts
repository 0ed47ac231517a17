/** The URI of a file below a folder, by its POSIX path. */
export function uriBelow(folder: string, path: string): string {
  return `${withoutSlash(folder)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The POSIX path of a file below a folder; `undefined` for one that is not. Clients differ in what they escape. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const [base, file] = [decoded(withoutSlash(folder)), decoded(uri)];
  return file.startsWith(`${base}/`) ? file.slice(base.length + 1) : undefined;
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    // A lone `%` is not escaped text: it means itself.
    return uri;
  }
}
