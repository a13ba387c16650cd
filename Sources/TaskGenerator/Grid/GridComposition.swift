/// Two operations one after the other: the list is changed, and the new list is asked about.
package struct GridComposition: Sendable, Hashable {
  /// What changes the list.
  package let change: GridOperation
  /// What is asked about the changed list.
  package let question: GridOperation

  /// All compositions, each of 4 changes with each of 5 questions.
  ///
  /// `second` and `count` are no questions, since some changes leave their answers as they are.
  package static let all = [GridOperation.reverse, .without, .swap, .rotate].flatMap { change in
    [GridOperation.first, .last, .after, .before, .position].map { Self(change: change, question: $0) }
  }

  /// Whether no task of the composition is trained: one for each question, and one or two for each change.
  package var isHeldOut: Bool {
    switch (change, question) {
    case (.swap, .first), (.rotate, .last), (.without, .after), (.reverse, .before), (.rotate, .position):
      true
    default: false
    }
  }

  /// The name: `reverse_then_after`.
  package var name: String { "\(change)_then_\(question)" }

  /// The cluster of its tasks: the name, behind `unseen_` where it is held out.
  package var cluster: String { isHeldOut ? "\(Grid.heldOutPrefix)\(name)" : name }

  /// The forms in which its lists are written: those in which both operations are trained.
  var forms: [GridForm] {
    GridForm.allCases.filter { ![change.heldOutForm, question.heldOutForm].contains($0) }
  }

  /// How many words a list has, so that there are always five answers to choose among.
  var lengths: ClosedRange<Int> {
    let words = [change.givesWord, [.after, .before].contains(question)].count { $0 }
    return (5 + words)...8
  }
}

extension GridComposition {
  /// What the tasks of the composition say on lists of `kind`; the word to take out has the place `{dropped}`.
  func instruction(_ kind: GridKind) -> (definitions: [String], prompts: [String]) {
    let (one, all) = (kind.noun, kind.rawValue)
    let (order, event, shownEvent) = changeTexts(one)
    let place =
      question == .position
      ? "say at which position the given \(one) is" : "write the \(wanted(one, word: "the given one"))"
    let shown =
      question == .position ? "at which position is {word}" : "what is the \(wanted(one, word: "{word}"))"
    return (
      [
        "\(order) Then \(place) in the new list.", "\(place.capitalizedFirst) once \(event).",
        "A list of \(all) is given. First \(event). Then \(place).",
      ],
      [
        "{list}\nOnce \(shownEvent), \(shown)?", "List: {list}\nFirst \(shownEvent). Then \(shown)?",
        "If in this list \(shownEvent), \(shown) in the new one? {list}",
      ]
    )
  }

  /// What is asked for: `first animal`, `animal right after the given one`.
  private func wanted(_ one: String, word: String) -> String {
    [.after, .before].contains(question) ? "\(one) right \(question) \(word)" : "\(question) \(one)"
  }

  private func changeTexts(_ one: String) -> (order: String, event: String, shownEvent: String) {
    switch change {
    case .reverse: return ("Turn the list round.", "the list is turned round", "the list is turned round")
    case .without:
      return (
        "Take the extra \(one) out of the list.", "the extra \(one) is taken out", "{dropped} is taken out"
      )
    case .swap:
      let event = "the first and the last \(one) have changed places"
      return ("Let the first and the last \(one) change places.", event, event)
    default:
      let event = "the first \(one) has moved to the end"
      return ("Move the first \(one) to the end.", event, event)
    }
  }

  /// An instance whose answer is another than that of the question about the unchanged list, so that each needs
  /// both steps.
  func draft(_ form: GridForm, _ kind: GridKind, _ side: GridSide, _ random: inout KeyedGenerator) -> Draft {
    while true {
      let list = random.gridList(kind, lengths, side)
      let dropped = change.givesWord ? random.pick(list) : nil
      let changed = change.answer(list, given: dropped) ?? []
      let word = question.givesWord ? random.pick(changed) : nil
      guard let answer = question.answer(changed, given: word)?.first,
        answer != question.answer(list, given: word)?.first
      else { continue }
      let hidden = question == .position ? [] : [word].compactMap { $0 }
      let candidates = question.candidates(changed, without: hidden)
      var fields = ["list": form.text(list)]
      fields["word"] = word
      fields["dropped"] = dropped
      let given = [dropped.map { "Extra: \($0)." }, word.map { "Given: \($0)." }].compactMap { $0 }
      let input = (given + ["List: \(form.text(list))"]).sentences
      var draft = Draft(
        input, answer,
        rationale: "The new list is \(changed.listed). \(reason(answer, word: word ?? "", kind))",
        not: candidates.first { $0 != answer }
      ).among(candidates)
      draft.fields = fields
      return draft
    }
  }

  /// The second step in words, which end in the answer.
  private func reason(_ answer: String, word: String, _ kind: GridKind) -> String {
    switch question {
    case .after: "In it \(word) is followed by \(answer)."
    case .before: "In it \(word) comes right after \(answer)."
    case .position: "In it \(word) is number \(answer)."
    default: "Its \(question) \(kind.noun) is \(answer)."
    }
  }
}
