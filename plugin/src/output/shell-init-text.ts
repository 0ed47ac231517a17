export const shells = ['bash', 'zsh', 'fish', 'pwsh'] as const;

export type Shell = (typeof shells)[number];

/**
 * A function around kubectl for interactive shells: `kubectl autoscale SUBCOMMAND` reaches this program where the subcommand is ours, and everything
 * else, `kubectl autoscale deployment …` included, reaches kubectl as it was typed. Scripts never see it: it is defined in interactive shells only
 * and not exported. A function of that name that is there already is left alone, with a word on standard error.
 *
 * @param subcommands first words of our commands: letters, digits and dashes.
 */
export function shellInitText(shell: Shell, subcommands: readonly string[]): string {
  switch (shell) {
    case 'bash':
      return bash(subcommands);
    case 'zsh':
      return zsh(subcommands);
    case 'fish':
      return fish(subcommands);
    case 'pwsh':
      return pwsh(subcommands);
  }
}

const FOREIGN = 'kubectl-autoscale: kubectl is a function or an alias already and was left alone';

function bash(subcommands: readonly string[]): string {
  return `# kubectl autoscale SUBCOMMAND reaches kubectl-autoscale. In ~/.bashrc:
#   eval "$(kubectl-autoscaler shell-init bash)"
if [[ $- == *i* ]]; then
  if { declare -F kubectl && [[ -z "\${__kubectl_autoscale-}" ]]; } >/dev/null || alias kubectl >/dev/null 2>&1; then
    echo '${FOREIGN}' >&2
  else
    __kubectl_autoscale=1
    function kubectl {
      if [[ "\${1-}" == autoscale ]]; then
        case "\${2-}" in
          ${subcommands.join('|')})
            command kubectl autoscaler "\${@:2}"
            return
            ;;
        esac
      fi
      command kubectl "$@"
    }
  fi
fi
`;
}

function zsh(subcommands: readonly string[]): string {
  return `# kubectl autoscale SUBCOMMAND reaches kubectl-autoscale. In ~/.zshrc:
#   eval "$(kubectl-autoscaler shell-init zsh)"
if [[ -o interactive ]]; then
  if { (( \${+functions[kubectl]} )) && [[ -z "\${__kubectl_autoscale-}" ]] } || (( \${+aliases[kubectl]} )); then
    print -u2 -- '${FOREIGN}'
  else
    typeset -g __kubectl_autoscale=1
    function kubectl {
      if [[ "\${1-}" == autoscale ]]; then
        case "\${2-}" in
          (${subcommands.join('|')})
            command kubectl autoscaler "\${@:2}"
            return
            ;;
        esac
      fi
      command kubectl "$@"
    }
  fi
fi
`;
}

function fish(subcommands: readonly string[]): string {
  return `# kubectl autoscale SUBCOMMAND reaches kubectl-autoscale. In ~/.config/fish/config.fish:
#   kubectl-autoscaler shell-init fish | source
if status is-interactive
    if functions -q kubectl; and not set -q __kubectl_autoscale
        echo '${FOREIGN}' >&2
    else
        set -g __kubectl_autoscale 1
        function kubectl
            if test "$argv[1]" = autoscale; and contains -- "$argv[2]" ${subcommands.join(' ')}
                command kubectl autoscaler $argv[2..-1]
            else
                command kubectl $argv
            end
        end
    end
end
`;
}

function pwsh(subcommands: readonly string[]): string {
  return `# kubectl autoscale SUBCOMMAND reaches kubectl-autoscale. In $PROFILE, which scripts do not read with -NoProfile:
#   kubectl-autoscaler shell-init pwsh | Out-String | Invoke-Expression
if ((Get-Command kubectl -CommandType Function, Alias -ErrorAction SilentlyContinue) -and -not $global:__kubectl_autoscale) {
  Write-Warning '${FOREIGN}'
} else {
  $global:__kubectl_autoscale = $true
  function global:kubectl {
    $program = Get-Command kubectl -CommandType Application -ErrorAction Stop | Select-Object -First 1
    $ours = @(${subcommands.map((each) => `'${each}'`).join(', ')})
    if ($args.Count -ge 2 -and $args[0] -ceq 'autoscale' -and $ours -ccontains $args[1]) {
      $rest = @($args | Select-Object -Skip 1)
      if ($MyInvocation.ExpectingInput) { $input | & $program autoscaler @rest } else { & $program autoscaler @rest }
    } else {
      if ($MyInvocation.ExpectingInput) { $input | & $program @args } else { & $program @args }
    }
  }
}
`;
}
