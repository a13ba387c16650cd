import Foundation
import Synchronization

/// Runs the tasks that serve a command on a thread of its own.
///
/// Whoever waits for a command holds a thread, which may be one of the few that all tasks and queues of the system share: were
/// they all held by such waiting, the tasks that it waits for would never run there.
final class CommandExecutor: TaskExecutor {
  static let shared = CommandExecutor()

  private let jobs = Mutex<[UnownedJob]>([])
  private let isWanted = DispatchSemaphore(value: 0)

  init() {
    let thread = Thread { [self] in
      while true {
        isWanted.wait()
        let job = jobs.withLock { $0.removeFirst() }
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
    thread.name = "commands"
    thread.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    isWanted.signal()
  }
}
