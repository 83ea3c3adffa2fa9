/** How each shell is taught to ask `__complete`, by the shell's name. `NAME` is the program. */
const scripts: Readonly<Record<string, string>> = {
  bash: `# Completion of NAME for bash. For this shell: source <(NAME completion bash)
_configsync_notifications() {
  local out line
  out=$("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\\t'*}")
  done <<<"$out"
  if [[ \${out##*:} == 0 && \${#COMPREPLY[@]} -eq 0 ]]; then compopt -o default; fi
}
complete -F _configsync_notifications NAME
`,
  zsh: `#compdef NAME
# Completion of NAME for zsh. For this shell: source <(NAME completion zsh)
_configsync_notifications() {
  local out line directive
  local -a candidates
  out=$("\${(Q)words[1]}" __complete "\${(@Q)words[2,$CURRENT]}" 2>/dev/null) || return
  for line in \${(f)out}; do
    if [[ $line == :* ]]; then
      directive=\${line#:}
    elif [[ $line == *$'\\t'* ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      candidates+=("\${line//:/\\\\:}")
    fi
  done
  if (( $#candidates )); then
    _describe completions candidates
  elif [[ $directive == 0 ]]; then
    compset -P '--*='
    _files
  fi
}
if [[ $funcstack[1] == _NAME ]]; then
  _configsync_notifications
else
  compdef _configsync_notifications NAME
fi
`,
  fish: `# Completion of NAME for fish. For this shell: NAME completion fish | source
function __configsync_notifications_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l found 0
    for line in ($words[1] __complete $words[2..-1] "$last" 2>/dev/null)
        if test "$line" = ':0' -a $found -eq 0
            set -l flag (string match -r -- '^--[\\w-]+=' "$last")
            for path in (__fish_complete_path (string replace -r -- '^--[\\w-]+=' '' "$last"))
                echo "$flag$path"
            end
        else if not string match -q ':*' -- $line
            set found 1
            echo $line
        end
    end
end
complete -c NAME -f -a '(__configsync_notifications_complete)'
`,
};

/** The shells that there is completion for. */
export const shells: readonly string[] = Object.keys(scripts);

/** The completion script of a shell; undefined for a shell that there is none for. */
export function completionScript(shell: string, program: string): string | undefined {
  return Object.hasOwn(scripts, shell) ? scripts[shell]?.replaceAll('NAME', program) : undefined;
}
