import Dispatch

/// Runs the tasks that wait for commands on threads of its own: whoever waits for a command holds a thread, which may be
/// one of the few that all tasks share.
final class CommandExecutor: TaskExecutor {
  static let shared = CommandExecutor()
  private let queue = DispatchQueue(label: "commands", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
