import Diagnostics
import Instructions
import Recipes

/// What a number of target tokens comes to in steps: the least steps whose batches have so many together.
///
/// How many a step has depends on what is packed into its rows. The batch of a step follows from seed and
/// step alone, so the run's batches are packed once before it: the number of steps is exact and known to
/// schedules, evaluations and a resume, and costs what reading the data costs, a small part of training.
struct TargetTokenCount: Equatable {
  /// The least steps; `nil` where no run may be so long, or no step brings any target.
  let steps: Int?
  /// Target tokens of the steps, padding not counted: as many as wanted, or more by less than a step's.
  let tokens: Int

  /// Steps in a row without any target after which none is waited for.
  private static let mostEmptySteps = 1_000
  /// Steps between two lines of progress.
  private static let told = 100

  /// Counts the steps of `wanted` target tokens, at least 1, of a stream of batches.
  /// - Parameter progress: told how far the count is.
  /// - Throws: `PackingError.tooLong`, and what the stream throws.
  init(
    _ wanted: Int, of batches: BatchStream, most: Int = TrainSettings.mostSteps,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    func tell(_ tokens: Int) {
      progress(WorkProgress("steps of so many target tokens", done: min(tokens, wanted), of: wanted, .tokens))
    }
    var cursor = BatchCursor(batches)
    var (tokens, step, empty) = (0, 0, 0)
    while tokens < wanted, step < most, empty < Self.mostEmptySteps {
      let found = try cursor.batch(step: step).fill.targetTokens
      tokens += found
      empty = found == 0 ? empty + 1 : 0
      step += 1
      if step % Self.told == 0 { tell(tokens) }
    }
    if step >= Self.told { tell(wanted) }
    steps = tokens >= wanted ? step : nil
    self.tokens = tokens
  }
}
