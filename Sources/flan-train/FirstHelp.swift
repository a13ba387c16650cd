import Foundation

/// What a call without any word shows: the first three lines to type, and where to read on.
///
/// It exits with 64, as git, go and uv tell a bare call from one that has done something: 0 says that a run is done, and a
/// job script whose variable is empty (`flan-train $RECIPE`) must not look like one.
enum FirstHelp {
  static let text = """
    flan-train finetunes language models: the Flan recipe as one command.

    Three lines to begin with, from any folder; each takes seconds:

      flan-train plan recipes/flan-smoke.json
          what a run will take, before it starts
      flan-train recipes/flan-smoke.json
          trains a tiny model into runs/flan-smoke; once more goes on
      flan-train generate runs/flan-smoke 'Reverse the list: red, green, blue'
          asks it (too small to know); without a prompt, a conversation

    recipes/flan-small.json in their place takes minutes, and its model answers.
    All verbs: flan-train --help. One of them: flan-train help train.
    """
}
