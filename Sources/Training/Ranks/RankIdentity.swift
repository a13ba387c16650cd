import JSON
import ProcessGroups
import Runs

/// What must be the same in all processes that train together.
struct RankIdentity: Codable, Equatable {
  let recipe: String
  let program: String?
  let data: [String]
  let kernels: String?
  let matrixProducts: String

  init(_ passport: RunPassport) {
    recipe = passport.resolvedRecipeSHA256
    program = passport.programSHA256
    data = (passport.data + [passport.tokenizer, passport.initialWeights].compactMap { $0 }).map {
      "\($0.key) \($0.sha256)"
    }
    kernels = passport.kernels
    matrixProducts = passport.blas
  }

  /// What differs from the first process's, in words; `nil` where nothing does.
  func difference(from first: RankIdentity) -> String? {
    if program != first.program { return "runs another build of the program" }
    if recipe != first.recipe { return "has another recipe" }
    if let key = zip(data, first.data).first(where: { $0 != $1 })?.0.split(separator: " ").first {
      return "has other content of \(key)"
    }
    if data.count != first.data.count { return "has other data" }
    if kernels != first.kernels || matrixProducts != first.matrixProducts {
      return
        "computes with other kernels (\(kernels ?? "unknown"), \(matrixProducts); here \(first.kernels ?? "unknown"), "
        + "\(first.matrixProducts))"
    }
    return nil
  }
}

extension ProcessGroup {
  /// Checks that all processes have the same recipe, data, program and kernels: else they would not compute the same run.
  /// - Throws: `ProcessGroupError`, in all processes.
  func requireSame(_ passport: RunPassport) throws {
    let all = try gather(EventCoding.line(RankIdentity(passport))).map {
      try EventCoding.decode(RankIdentity.self, from: $0)
    }
    for (rank, identity) in all.enumerated() {
      guard let difference = identity.difference(from: all[0]) else { continue }
      throw AgreedError(
        ProcessGroupError(
          "\(name(ofRank: rank)) \(difference) than \(name(ofRank: 0))",
          nextStep:
            "Give all machines the same files, and a program that is built for what all their processors have in "
            + "common (make install LEVELS=x86-64-v3).", category: .data))
    }
  }
}
