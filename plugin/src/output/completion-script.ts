import type { Shell } from './shell-init-text.ts';

/**
 * Completion of the program itself, for those who run it as `kubectl-autoscale`; `kubectl autoscaler` is completed by kubectl's own script through
 * `kubectl_complete-autoscaler`. The shell asks `kubectl-autoscale __complete WORD…`, which answers as cobra's programs do.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of kubectl-autoscale. In ~/.bashrc:
#   eval "$(kubectl-autoscale completion bash)"
_kubectl_autoscale() {
  local current words line directive=0
  words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  current="\${COMP_WORDS[COMP_CWORD]}"
  # Bash parts words at "=" and ":"; put the last one together again.
  if ((COMP_CWORD >= 2)) && [[ "\${COMP_WORDS[COMP_CWORD - 1]}" == "=" ]]; then
    words=("\${COMP_WORDS[@]:1:COMP_CWORD-3}" "\${COMP_WORDS[COMP_CWORD - 2]}=\${current}")
  elif [[ "\${current}" == "=" ]]; then
    words=("\${COMP_WORDS[@]:1:COMP_CWORD-2}" "\${COMP_WORDS[COMP_CWORD - 1]}=")
    current=
  fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ "\${line}" =~ ^:([0-9]+)$ ]]; then
      directive="\${BASH_REMATCH[1]}"
    else
      line="\${line%%$'\\t'*}"
      [[ "\${line}" == "\${current}"* ]] && COMPREPLY+=("$(printf '%q' "\${line}")")
    fi
  done < <(kubectl-autoscale __complete "\${words[@]}" 2>/dev/null)
  ((directive & 2)) && compopt -o nospace 2>/dev/null
  if ((directive == 0 && \${#COMPREPLY[@]} == 0)); then
    compopt -o default 2>/dev/null
  fi
  return 0
}
complete -F _kubectl_autoscale kubectl-autoscale
`,
  zsh: `#compdef kubectl-autoscale
# Completion of kubectl-autoscale. In ~/.zshrc, after compinit:
#   eval "$(kubectl-autoscale completion zsh)"
_kubectl_autoscale() {
  local line directive=0
  local -a found
  for line in "\${(@f)$(kubectl-autoscale __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ "$line" == :<-> ]]; then
      directive="\${line#:}"
    else
      local word="\${line%%$'\\t'*}" about="\${line#*$'\\t'}"
      [[ "$about" == "$line" ]] && about=
      found+=("\${word//:/\\\\:}\${about:+:$about}")
    fi
  done
  if (( \${#found} )); then
    if (( directive & 2 )); then _describe -V kubectl-autoscale found -S ''; else _describe -V kubectl-autoscale found; fi
  elif (( directive == 0 )); then
    _files
  fi
}
compdef _kubectl_autoscale kubectl-autoscale
`,
  fish: `# Completion of kubectl-autoscale. In ~/.config/fish/config.fish:
#   kubectl-autoscale completion fish | source
function __kubectl_autoscale_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines (kubectl-autoscale __complete $words[2..-1] 2>/dev/null)
    set -l directive $lines[-1]
    test (count $lines) -gt 1; and printf '%s\\n' $lines[1..-2]
    if test "$directive" = ':0'; and test (count $lines) -le 1
        __fish_complete_path (commandline -ct)
    end
end
complete -c kubectl-autoscale -f -a '(__kubectl_autoscale_complete)'
`,
  pwsh: `# Completion of kubectl-autoscale. In $PROFILE:
#   kubectl-autoscale completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kubectl-autoscale -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') { $words += '""' }
  kubectl-autoscale __complete @words 2>$null | Where-Object { $_ -notmatch '^:\\d+$' } | ForEach-Object {
    $word, $about = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $(if ($about) { $about } else { $word }))
  }
}
`,
};
