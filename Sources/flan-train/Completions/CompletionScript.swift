import ArgumentParser
import Foundation

/// The completion scripts of `--generate-completion-script`: ArgumentParser's, with two additions. A bare
/// recipe is offered beside the verbs, since it means 'train'; and in bash, which parts words at `:` and `=`,
/// these are put together again.
enum CompletionScript {
  /// The shell whose script the command line asks for; `nil` where it does not, or names none that is known.
  static func shell(in arguments: [String]) -> CompletionShell? {
    let option = "--generate-completion-script"
    if arguments.count == 1, arguments[0].hasPrefix("\(option)=") {
      return CompletionShell(rawValue: String(arguments[0].dropFirst(option.count + 1)))
    }
    if arguments == [option] { return CompletionShell.autodetected() }
    guard arguments.count == 2, arguments[0] == option else { return nil }
    return CompletionShell(rawValue: arguments[1])
  }

  /// The script for `command` with its verbs.
  static func text(for shell: CompletionShell, of command: any ParsableCommand.Type) -> String {
    let script = command.completionScript(for: shell)
    let verbs = command.configuration.subcommands.compactMap { $0.configuration.commandName }
    return switch shell {
    case .bash: script + "\n" + joiningWords.replacing("VERBS", with: verbs.joined(separator: " "))
    case .zsh: script.replacing(zshVerbs, with: zshVerbs + "\n            " + zshRecipes, maxReplacements: 1)
    default: script + "\n" + fishRecipes
    }
  }

  /// Asks for the recipe of `train`, at the place of a verb.
  private static let call = "---completion train -- positional@0"

  private static let zshVerbs = "_describe -V subcommand subcommands && ret=0"
  private static let zshRecipes = """
    __flan-train_custom_complete \(call) "${current_word_index}" "$(__flan-train_cursor_index_in_current_word)" && ret=0
    """

  private static let fishRecipes = """
    complete -c 'flan-train' -n '__flan-train_should_offer_completions_for_positional "flan-train" -eq 1' \
    -fka '(__flan-train_custom_completion \(call) (count (__flan-train_tokens -pc)) (__flan-train_tokens -tC))'

    """

  private static let joiningWords = #"""
    # Bash parts words at colons and equals signs: they are joined before the completion, and what stands before the last sign,
    # which bash keeps, is taken off the answers.
    __flan-train_joined() {
        local -a joined=()
        local -i index current=0 behind
        local rest="${COMP_LINE}" word last='' is_apart
        for index in "${!COMP_WORDS[@]}"; do
            word="${COMP_WORDS[index]}"
            is_apart=false
            while [[ "${rest}" == [[:space:]]* ]]; do
                rest="${rest:1}"
                is_apart=true
            done
            rest="${rest#"${word}"}"
            if ((index > 0)) && ! "${is_apart}" && [[ "${word}" == [:=]* || "${last}" == *[:=] ]]; then
                joined[${#joined[@]}-1]+="${word}"
            else
                joined+=("${word}")
            fi
            last="${word}"
            if ((index == COMP_CWORD)); then
                current=$((${#joined[@]} - 1))
                behind=$((${#COMP_LINE} - ${#rest} - COMP_POINT))
            fi
        done
        local typed="${joined[current]}"
        ((behind > 0)) && typed="${typed:0:${#typed}-behind}"
        local -a COMP_WORDS=("${joined[@]}")
        local -i COMP_CWORD="${current}"
        local before=''
        ((current > 0)) && before="${joined[current-1]}"
        _flan-train "${1}" "${typed}" "${before}"
        if ((current == 1)); then
            local -r cur="${typed}"
            export SAP_SHELL=bash
            # A whole verb may be the beginning of another one.
            local -r verbs="VERBS"
            [[ " ${verbs} " == *" ${typed} "* ]] && __flan-train_add_completions -W "${verbs// /$'\n'}"
            __flan-train_add_completions -W \
                "$(__flan-train_custom_complete CALL "${COMP_CWORD}" "$(__flan-train_cursor_index_in_current_word)")"
            unset SAP_SHELL
        fi
        local kept="${typed%"${typed##*[:=]}"}"
        COMPREPLY=("${COMPREPLY[@]#"${kept}"}")
        if [[ "${typed}" == *=* || "${COMPREPLY[0]}" == *= ]]; then
            # Settings are no file names, in which bash would put a backslash before the sign.
            compopt +o filenames 2> /dev/null
            for index in "${!COMPREPLY[@]}"; do printf -v "COMPREPLY[${index}]" %q "${COMPREPLY[index]}"; done
            [[ "${#COMPREPLY[@]}" -eq 1 && "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2> /dev/null
        fi
        return 0
    }
    complete -o filenames -F __flan-train_joined flan-train

    """#.replacing("CALL", with: call)
}
