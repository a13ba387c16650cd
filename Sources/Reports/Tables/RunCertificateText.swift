import Text
import Training

/// What `verify` found, in words.
package enum RunCertificateText {
  /// The verdict, and the beginnings of the hashes of every step and checkpoint.
  package static func lines(_ certificate: RunCertificate) -> [String] {
    let starts = certificate.starts.map { $0.step == 0 ? "the run's beginning" : "step \($0.step)" }
    let count = certificate.steps.count
    let taken = "\(count) \(count == 1 ? "step" : "steps") taken again from \(starts.joined(separator: ", "))"
    let reached = certificate.arrivals.isEmpty ? "" : ", and the tensors of checkpoints that were reached,"
    var lines: [String] = []
    if let step = certificate.firstDifference {
      lines.append("not confirmed: \(taken); what step \(step) gives is not what the run says")
    } else {
      lines.append("confirmed: \(taken): metrics\(reached) have the same SHA-256")
    }
    lines.append("drawn by --seed \(certificate.seed) --steps \(certificate.asked)")
    var table = TextTable(
      [TextTable.Column("step", .right)] + ["what", "in the run", "again", ""].map { TextTable.Column($0) })
    for step in certificate.steps {
      table.add(
        [
          "\(step.step)", "metrics", step.recorded.map(short) ?? "none", short(step.again),
          mark(step.isEqual),
        ])
    }
    for arrival in certificate.arrivals {
      let (kept, again) = (arrival.checkpoint, arrival.again)
      table.add(
        [
          "\(kept.step)", "weights", short(kept.weights), short(again.weights),
          mark(kept.weights == again.weights),
        ])
      table.add(
        [
          "\(kept.step)", "optimizer", short(kept.optimizer), short(again.optimizer),
          mark(kept.optimizer == again.optimizer),
        ])
    }
    return lines + [""] + table.lines()
  }

  private static func short(_ hash: String) -> String { String(hash.prefix(12)) }

  private static func mark(_ isEqual: Bool) -> String { isEqual ? "" : "differs" }
}
