extension PreparedTask {
  /// The shares by which the task's formats are drawn from a stream with `stream`.
  func shares(of stream: FormatShares) -> FormatShares {
    // A text has one form, which shares of prompts say nothing of.
    if task.objective != nil { return .even }
    return if case .shares(let own) = task.formatRule { own } else { stream }
  }

  /// The formats that an instance is asked in, as far as `shares` has some: of a chain-of-thought set those
  /// that ask for its rationale, where there is one and one of them has a share.
  func drawnFormats(ofInstance index: Int, by shares: FormatShares) -> [PromptFormat] {
    let supported = formats(ofInstance: index)
    if task.formatRule != .reasoned { return supported }
    let reasoned = supported.filter { $0.hasRationale && shares[$0] > 0 }
    return reasoned.isEmpty ? supported : reasoned
  }

  /// The formats that any of the instances may be asked in, were all of them supported.
  func wantedFormats(of stream: FormatShares) -> [PromptFormat] {
    if task.objective != nil { return [.zeroShot] }
    let shares = shares(of: stream)
    let wanted = PromptFormat.allCases.filter { shares[$0] > 0 }
    let reasoned = wanted.filter(\.hasRationale)
    let allReason = profile.rationales == task.instances.count
    return task.formatRule == .reasoned && allReason && !reasoned.isEmpty ? reasoned : wanted
  }
}

extension ExampleStream {
  /// The shares, which sum to 1, by which the format of an instance is drawn.
  /// - Parameters:
  ///   - index: the instance's index in its task.
  ///   - entry: the task's index in the mixture's entries.
  package func askedShares(ofInstance index: Int, ofEntry entry: Int) -> [PromptFormat: Double] {
    guard tasks.indices.contains(entry), tasks[entry].task.instances.indices.contains(index) else {
      return [:]
    }
    let shares = tasks[entry].shares(of: formatShares)
    return shares.renormalized(over: tasks[entry].drawnFormats(ofInstance: index, by: shares))
  }

  /// The formats with a share, of one of the mixture's entries or of all, in the order of
  /// `PromptFormat.allCases`.
  package func wantedFormats(ofEntry entry: Int? = nil) -> [PromptFormat] {
    let chosen = entry.map { tasks.indices.contains($0) ? [tasks[$0]] : [] } ?? tasks
    let wanted = Set(chosen.flatMap { $0.wantedFormats(of: formatShares) })
    return PromptFormat.allCases.filter(wanted.contains)
  }

  /// How often an instance is turned round, from 0 to 1.
  package func inversionShare(ofInstance index: Int, ofEntry entry: Int) -> Double {
    guard tasks.indices.contains(entry), tasks[entry].task.instances.indices.contains(index) else { return 0 }
    let (task, templates) = (tasks[entry].task, tasks[entry].templates)
    let hasRationale = task.instances[index].rationale != nil
    if templates.inversions(hasRationale: hasRationale).isEmpty { return 0 }
    return templates.inversionRate / (1 + templates.inversionRate)
  }
}
