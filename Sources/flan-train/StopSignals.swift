import Dispatch
import Foundation
import Training

/// Turns Ctrl-C and SIGTERM into a wish to stop; a second signal stops at once.
final class StopSignals {
  /// The wish.
  let request = StopRequest()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter notice: what the first signal says.
  init(notice: String = "stopping after this step with a full checkpoint; once more to stop at once") {
    let request = request
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if request.isRaised { _exit(128 + number) }
        request.raise()
        Outcome.printError(notice)
      }
      source.resume()
      sources.append(source)
    }
    // A closed pipe is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
  }
}
