/// What the tasks of an operation say to their reader, in words that name the kind of thing in the list.
struct GridInstruction {
  /// Wordings of the instruction.
  let definitions: [String]
  /// Prompts with the places `{list}` and, where a word is given, `{word}`, for tasks without `{definition}`.
  let prompts: [String]

  /// The instruction of `operation` on lists of `kind`.
  init(_ operation: GridOperation, _ kind: GridKind) {
    let (one, all) = (kind.noun, kind.rawValue)
    switch operation {
    case .first, .second, .last: self = Self.place(operation, one, all)
    case .after, .before: self = Self.neighbor(operation, one, all)
    case .count, .position: self = Self.number(operation, one, all)
    case .copy, .reverse, .without, .swap, .rotate: self = Self.rewriting(operation, one, all)
    }
  }

  private init(_ definitions: [String], _ prompts: [String]) {
    self.definitions = definitions
    self.prompts = prompts
  }

  private static func place(_ operation: GridOperation, _ one: String, _ all: String) -> Self {
    let place = operation.rawValue
    let relation =
      switch operation {
      case .first: "with which the list begins"
      case .second: "right behind the first one"
      default: "with which the list ends"
      }
    return Self(
      [
        "Write the \(place) \(one) of the list.",
        "A list of \(all) is given. Say which \(one) comes \(place).",
        "Name the \(one) \(relation).",
      ],
      [
        "{list}\nWhich \(one) comes \(place)?", "Here are some \(all): {list}\nThe \(place) of them is",
        "What is the \(place) \(one) here? {list}",
      ])
  }

  private static func neighbor(_ operation: GridOperation, _ one: String, _ all: String) -> Self {
    let isAfter = operation == .after
    return Self(
      [
        "Find the given \(one) in the list and write the \(one) right \(operation) it.",
        "Say which \(one) \(isAfter ? "follows the given one" : "is followed by the given one") in the list.",
        "A list of \(all) and one of them are given. Name the \(isAfter ? "next" : "previous") one.",
      ],
      [
        "{list}\nWhich \(one) comes right \(operation) {word}?",
        "List: {list}\nThe \(one) right \(operation) {word} is",
        isAfter ? "What follows {word} here? {list}" : "What is followed by {word} here? {list}",
      ])
  }

  private static func number(_ operation: GridOperation, _ one: String, _ all: String) -> Self {
    if operation == .count {
      return Self(
        [
          "Count the \(all) in the list.", "Say how many \(all) the list has.",
          "A list of \(all) is given. Write their number.",
        ],
        [
          "{list}\nHow many \(all) are there?", "Count them: {list}",
          "Here are some \(all): {list}\nTheir number is",
        ])
    }
    return Self(
      [
        "Say at which position of the list the given \(one) stands, as a number.",
        "Count from the start of the list to the given \(one) and write the number.",
        "A list of \(all) and one of them are given. Write its position.",
      ],
      [
        "{list}\nAt which position is {word}?", "List: {list}\nThe position of {word} is number",
        "Which number in the row has {word}? {list}",
      ])
  }

  private static func rewriting(_ operation: GridOperation, _ one: String, _ all: String) -> Self {
    switch operation {
    case .reverse:
      Self(
        [
          "Write the \(all) in reverse order, with commas.",
          "Turn the list round, so that the last \(one) comes first. Use commas.",
          "Write the list from its end to its start, with commas.",
        ],
        [
          "{list}\nThe same in reverse order, with commas:", "Turn this list round: {list}",
          "Read this from the end: {list}",
        ])
    case .without:
      Self(
        [
          "Leave the given \(one) out and write the other \(all), with commas.",
          "A list of \(all) and one of them are given. Write the list without it. Use commas.",
          "Take the given \(one) out of the list and write what is left, with commas.",
        ],
        [
          "{list}\nThe same without {word}, with commas:", "Take {word} out of this list: {list}",
          "Leave {word} out: {list}",
        ])
    case .swap:
      Self(
        [
          "Let the first and the last \(one) change places and write the list, with commas.",
          "Write the list with its two ends exchanged. Use commas.",
          "Put the last \(one) first and the first one last, and write all \(all), with commas.",
        ],
        [
          "{list}\nWith the two ends exchanged, with commas:", "Exchange the ends of this list: {list}",
          "Swap the first and the last: {list}",
        ])
    case .rotate:
      Self(
        [
          "Move the first \(one) to the end and write the list, with commas.",
          "Write the \(all) with the first one behind all others. Use commas.",
          "Take the first \(one) away, put it at the end, and write the list, with commas.",
        ],
        [
          "{list}\nWith the first one at the end, with commas:", "Move the first one to the end: {list}",
          "Let the first go last: {list}",
        ])
    default:
      Self(
        [
          "Write the list again in the same order, with commas.",
          "Copy the \(all) as they stand and put commas between them.",
          "Write all \(all) of the list one after the other, with commas.",
        ],
        [
          "{list}\nThe same again, with commas:", "Copy this list with commas: {list}",
          "Write this again: {list}",
        ])
    }
  }
}
