import Foundation
import Synchronization

/// How long a cache line takes from one core to another and back.
///
/// Some 50 ns where the cores have a cache in common, several hundred where they do not: two groups of cores
/// of one processor, two sockets, or a virtual machine whose cores its host has moved apart. What threads
/// hand to each other then costs as much more, so that one program can have two speeds on one machine.
package enum CoreDistance {
  /// A number that two threads raise in turn.
  private final class Ball: Sendable {
    let number = Atomic(0)

    /// Raises the number whenever it is even (`parity` 0) or odd (1).
    func play(_ parity: Int, trips: Int) {
      for trip in 0..<trips {
        while number.load(ordering: .acquiring) != 2 * trip + parity {}
        number.store(2 * trip + parity + 1, ordering: .releasing)
      }
    }
  }

  /// Has two threads hand a number to and fro; on a single core each hand-over takes a slice of its time.
  /// - Parameter trips: how often it comes back, at least once.
  /// - Returns: the number at the end, twice the trips.
  package static func run(trips: Int) -> Int {
    let trips = max(trips, 1)
    let ball = Ball()
    let partner = Thread { ball.play(1, trips: trips) }
    partner.start()
    ball.play(0, trips: trips)
    while ball.number.load(ordering: .acquiring) < 2 * trips {}
    return ball.number.load(ordering: .acquiring)
  }
}
