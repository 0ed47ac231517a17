/**
 * The manifest by which krew installs the plugin as `kubectl autoscaler`. `archives`: [{ os, arch, file, sha256 }] with Go's names of systems; they are
 * looked for among the releases of `repository`, the address in package.json.
 */
export function krewManifest(version, repository, archives) {
  const homepage = repository.replace(/^git\+/, '').replace(/\.git$/, '');
  const platforms = archives.map(
    ({ os, arch, file, sha256 }) => `    - selector:
        matchLabels:
          os: ${os}
          arch: ${arch}
      uri: ${homepage}/releases/download/v${version}/${file}
      sha256: ${sha256}
      bin: kubectl-autoscaler
      files:
        - from: kubectl-autoscaler
          to: .
        - from: LICENSE
          to: .
        - from: NOTICE
          to: .
        - from: THIRD-PARTY-NOTICES.txt
          to: .
        - from: NODE-LICENSE
          to: .
`,
  );
  return `apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: autoscaler
spec:
  version: v${version}
  homepage: ${homepage}
  shortDescription: Lint, explain, forecast and price autoscaling
  description: |
    Says why an HPA has the replicas that it has, what demand comes, what containers
    should request, what nodes cost and could cost, and which mistakes manifests hold.
    Reads the cluster and Prometheus; nothing is changed without --apply and a shown diff.
  caveats: |
    For completion, link this file as kubectl_complete-autoscaler into a folder of the PATH:
      ln -s "$(command -v kubectl-autoscaler)" ~/.local/bin/kubectl_complete-autoscaler
    It unpacks itself once into \${XDG_CACHE_HOME:-~/.cache}/kubectl-autoscale.
  platforms:
${platforms.join('')}`;
}
