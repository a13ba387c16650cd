import Recipes

/// What differs between two passports of one run, as far as results depend on it.
package struct PassportDifference: Sendable, Equatable {
  /// A setting whose files have other content than before: with it, a resumed run would be another run.
  package struct Input: Sendable, Equatable, CustomStringConvertible {
    /// The dotted key of the setting that names the files.
    package let key: String
    /// The path of the first of its files that has changed, as the recipe has it.
    package let path: String
    /// SHA-256 of the content before; several where the setting stands for several files.
    package let old: [String]
    /// SHA-256 of the content now.
    package let new: [String]

    /// Whether one of the dotted keys in `allowed` names the setting or what it belongs to.
    package func isAllowed(by allowed: [String]) -> Bool {
      // 'data.templates (program's own)' belongs to 'data.templates'.
      allowed.contains { key == $0 || [".", "[", " ("].map($0.appending).contains(where: key.hasPrefix) }
    }

    /// The input and since when it is another.
    package func words(since: String) -> String { "\(key) ('\(path)') has changed since \(since)" }

    /// The input, in words.
    package var description: String { words(since: "the run was started") }
  }

  /// The files of the recipe: data, templates, vocabulary, first weights.
  package let inputs: [Input]
  /// The program and the machine, of which the last bits of results are a function.
  package let machine: [RecipeDifference.Change]

  /// Whether nothing differs.
  package var isEmpty: Bool { inputs.isEmpty && machine.isEmpty }

  /// What differs from `old` to `new`. An input that one of the two does not know is a matter of their
  /// recipes.
  package init(from old: RunPassport, to new: RunPassport) {
    let (before, after) = (old.contents, new.contents)
    inputs = after.compactMap { entry in
      guard let earlier = before.first(where: { $0.key == entry.key }) else { return nil }
      let (hashes, former) = (entry.files.map(\.sha256), earlier.files.map(\.sha256))
      if hashes == former { return nil }
      let changed = entry.files.first { !former.contains($0.sha256) } ?? entry.files[0]
      return Input(key: entry.key, path: changed.path, old: former, new: hashes)
    }
    machine = Self.machine(old, new)
  }

  private static func machine(_ old: RunPassport, _ new: RunPassport) -> [RecipeDifference.Change] {
    var rows = [
      ("program", old.programVersion, new.programVersion), ("threads", "\(old.threads)", "\(new.threads)"),
      ("processor", old.processor, new.processor), ("system", old.operatingSystem, new.operatingSystem),
    ]
    if let before = old.programSHA256, let now = new.programSHA256 {
      rows.insert(("program's SHA-256", String(before.prefix(12)), String(now.prefix(12))), at: 1)
    }
    if old.device != nil || new.device != nil {
      // Who computes says all of kernels and matrix products there, and nothing is the processor's threads.
      rows = rows.filter { $0.0 != "threads" } + deviceRows(old.device, new.device)
      return rows.compactMap { $1 == $2 ? nil : RecipeDifference.Change(key: $0, old: $1, new: $2) }
    }
    if let before = old.kernels, let now = new.kernels { rows.append(("kernels", before, now)) }
    if old.blas != new.blas {
      let words = ownWords(old.blas, new.blas)
      rows.append(("matrix products", words.old, words.new))
    }
    return rows.compactMap { $1 == $2 ? nil : RecipeDifference.Change(key: $0, old: $1, new: $2) }
  }

  /// The words that only one of two descriptions has, such as the kernels that OpenBLAS chose; both whole
  /// where one has none of its own.
  private static func ownWords(_ old: String, _ new: String) -> (old: String, new: String) {
    func rest(_ text: String, _ other: String) -> String {
      let others = other.split(separator: " ")
      return text.split(separator: " ").filter { !others.contains($0) }.joined(separator: " ")
    }
    let (before, now) = (rest(old, new), rest(new, old))
    return before.isEmpty || now.isEmpty ? (old, new) : (before, now)
  }

  /// All changes, with the first digits of hashes for the inputs.
  package var changes: [RecipeDifference.Change] {
    func short(_ hashes: [String]) -> String { hashes.map { String($0.prefix(12)) }.joined(separator: ", ") }
    return machine + inputs.map { .init(key: $0.key, old: short($0.old), new: short($0.new)) }
  }

  /// What a resumed run is told: one line for each change that its results may depend on. The number of
  /// threads is none.
  /// - Parameter since: when the old passport began to hold, such as `step 21`.
  package func warnings(since: String) -> [String] {
    let bits = "results may differ in the last bits from those of a run that never stopped"
    var lines = inputs.map { $0.words(since: since) }
    if machine.contains(where: { $0.key.hasPrefix("program") }) {
      lines.append("the program is another than the one that the run was started with: \(bits)")
    }
    let named = [
      "processor": "the processor", "kernels": "the processor that kernels are compiled for",
      "matrix products": "who makes matrix products", "runtime": "what computes",
      "plug-in": "the plug-in of XLA's", "platform": "the version of the plug-in's platform",
      "device": "the kind of the device", "devices": "the number of devices",
      "arithmetic": "the arithmetic of products", "compiled step": "the compiled code of the step",
    ]
    for change in machine {
      guard let name = named[change.key], let old = change.old, let new = change.new else { continue }
      lines.append("\(name) has changed since \(since) (\(old) -> \(new)): \(bits)")
    }
    return lines
  }
}

extension RunPassport {
  /// The inputs by key, each key's files in their order.
  fileprivate var contents: [(key: String, files: [Input])] {
    var entries: [(key: String, files: [Input])] = []
    for input in data + [tokenizer, initialWeights].compactMap({ $0 }) {
      if let index = entries.firstIndex(where: { $0.key == input.key }) {
        entries[index].files.append(input)
      } else {
        entries.append((input.key, [input]))
      }
    }
    return entries
  }
}
