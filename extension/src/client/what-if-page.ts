/** Addresses of the page's two files, as its webview reaches them, and what its policy lets in. */
export interface WhatIfPageSources {
  readonly script: string;
  readonly style: string;
  /** Origin of the files. */
  readonly cspSource: string;
  /** Of the one script that may run. */
  readonly nonce: string;
}

/** The empty page of the what-if panel: the engine's markup is put into it. Its policy forbids the network, and every script and style but its own files. */
export function whatIfPage({ script, style, cspSource, nonce }: WhatIfPageSources): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>What If</title>
</head>
<body>
<main>
<h1 id="title"></h1>
<section id="controls" aria-label="Settings to try"></section>
<div class="actions">
<button id="apply" type="button" disabled>Apply as Edit</button>
<button id="reset" type="button" class="secondary" disabled>Reset</button>
<button id="choose-data" type="button" class="secondary" hidden>Choose Data Source…</button>
<progress id="progress" aria-label="Simulating"></progress>
</div>
<p id="problem" role="alert" hidden></p>
<p id="note" role="status"></p>
<p id="announcement" class="for-ears" role="status"></p>
<section id="results" aria-label="Results"></section>
</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
