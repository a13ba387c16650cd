import Training

/// Keeps `report.html` up to date: it is written anew after every evaluation and at the end.
///
/// It reads the run's other files, so it must come after those that write them in the list of listeners.
public final class HTMLReporter: TrainingListener {
  private let folder: RunFolder

  /// A reporter for the run in `folder`.
  public init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the page after an evaluation and at the end.
  /// - Throws: `FileError`, and what `ReportPage.init` throws.
  public func receive(_ event: TrainingEvent) throws {
    switch event {
    case .evaluationCompleted, .runFinished:
      try AtomicFile.write(ReportPage(folder).html(), to: folder.reportFile)
    default: break
    }
  }
}
