import Foundation
import Runs

/// Lists of named values side by side: what is not the same in all of them.
struct Differences {
  /// One name and its value in each list; `nil` where a list does not have it.
  struct Row: Equatable {
    let key: String
    let values: [String?]
  }

  /// The rows, in the order of the lists.
  let rows: [Row]

  init(_ lists: [[(key: String, value: String)]]) {
    let values = lists.map { list in
      Dictionary(list.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
    var seen: Set<String> = []
    let order = lists.joined().map(\.key).filter { seen.insert($0).inserted }
    rows = order.compactMap { key in
      let row = Row(key: key, values: values.map { $0[key] })
      return row.values.allSatisfy { $0 == row.values[0] } ? nil : row
    }
  }

  /// What differs in the settings of runs; their names and free text are left out.
  static func ofRecipes(_ records: [RunRecord]) -> Differences {
    Differences(
      records.map { record in
        (record.recipe?.settingRows ?? []).filter { $0.key != "name" && !$0.key.hasPrefix("about") }
      })
  }

  /// What differs in the passports of runs, and in what changed on their way.
  static func ofPassports(_ records: [RunRecord]) -> Differences {
    Differences(
      records.map { record in
        record.history.map { PassportRows.of($0.current) + PassportRows.changes($0) } ?? []
      })
  }
}

/// A passport as named values.
enum PassportRows {
  /// The values that say what the run was made of, hashes last.
  static func of(_ passport: RunPassport) -> [(key: String, value: String)] {
    var rows: [(key: String, value: String)] = [
      ("program", passport.programVersion), ("threads", "\(passport.threads)"),
      ("processor", passport.processor), ("BLAS", passport.blas), ("system", passport.operatingSystem),
      ("recipe", passport.recipeFile), ("recipe's SHA-256", passport.recipeSHA256),
      ("resolved recipe's SHA-256", passport.resolvedRecipeSHA256),
    ]
    if let kernels = passport.kernels { rows.insert(("kernels", kernels), at: 3) }
    rows += passport.deviceRows
    if let optimizer = passport.optimizer { rows.append(("optimizer", optimizer)) }
    if let adapter = passport.adapter { rows.append(("adapter", adapter)) }
    if let hash = passport.programSHA256 { rows.insert(("program's SHA-256", hash), at: 1) }
    if !passport.overrides.isEmpty { rows.append(("overrides", passport.overrides.joined(separator: " "))) }
    for (input, what) in inputs(passport) {
      rows.append((what, "\(input.path) \(input.sha256)"))
    }
    return rows
  }

  /// What changed while the run was made, by the first step that each change holds for.
  static func changes(_ history: RunHistory) -> [(key: String, value: String)] {
    history.changes.map { step, change in
      ("\(change.key)\(separator)\(step)", "\(change.old ?? "absent") -> \(change.new ?? "absent")")
    }
  }

  /// What a row is about, without the step from which a change holds.
  static func subject(_ key: String) -> String { key.components(separatedBy: separator)[0] }

  private static let separator = " from step "

  private static func inputs(_ passport: RunPassport) -> [(RunPassport.Input, String)] {
    passport.data.map { ($0, $0.key) }
      + [passport.tokenizer, passport.initialWeights].compactMap { $0 }.map { ($0, $0.key) }
  }
}
