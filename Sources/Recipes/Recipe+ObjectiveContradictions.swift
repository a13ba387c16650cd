extension ContradictionFinder {
  /// Refuses what only some objectives have, of others, and mixtures in mixtures.
  package mutating func check(objective: ObjectiveSettings) {
    if objective.denoisers.isEmpty {
      return check(objective.kind, noise: objective.noise, span: objective.span, at: "objective")
    }
    let isSaid = [
      ("kind", objective.kind != ObjectiveSettings().kind), ("noise", objective.noise != nil),
      ("span", objective.span != nil),
    ]
    for (key, _) in isSaid.filter(\.1) {
      refuse(
        "objective.\(key)", "is of one objective, but objective.denoisers names several",
        "Say it of one of them, or leave objective.denoisers out.")
    }
    for (index, denoiser) in objective.denoisers.enumerated() {
      let key = "objective.denoisers[\(index)]"
      if denoiser.kind == .ul2 {
        refuse(
          "\(key).kind", "is 'ul2', which is a mixture itself",
          "Set objective.kind to \"ul2\" and leave objective.denoisers out, or write its denoisers.")
        continue
      }
      check(denoiser.kind, noise: denoiser.noise, span: denoiser.span, at: key)
      if let mode = denoiser.mode, mode.allSatisfy(\.isWhitespace) {
        refuse("\(key).mode", "is blank", "Write a text such as \"[S]\", or set it to null.")
      }
    }
  }

  private mutating func check(_ kind: ObjectiveKind, noise: Double?, span: Double?, at key: String) {
    if span != nil, kind != .spanCorruption {
      refuse(
        "\(key).span", "is of span corruption, but \(key).kind is '\(kind.rawValue)'",
        "Leave it out, or set \(key).kind to \"span-corruption\".")
    }
    if noise == nil || kind == .spanCorruption || kind == .prefixLM { return }
    refuse(
      "\(key).noise", "is of span corruption and prefix LM, but \(key).kind is '\(kind.rawValue)'",
      "Leave it out, or set \(key).kind to \"span-corruption\" or \"prefix-lm\".")
  }
}
