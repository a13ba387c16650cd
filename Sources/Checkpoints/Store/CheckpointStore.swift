import Diagnostics
import Storage

/// The checkpoints of a run: each a folder that is either complete or not there.
///
/// `ROOT/checkpoints/step-00000500/` and copies such as `ROOT/best/`. A folder is written under a name of
/// its own beside the others, forced to the disk, and renamed; whatever moment the machine stops at, the
/// folders under their final names are whole. One process writes at a time.
package struct CheckpointStore: Sendable {
  /// One complete checkpoint.
  package struct Checkpoint: Hashable, Sendable {
    /// Optimizer steps done.
    package let step: Int
    /// The folder's path.
    package let folder: String
  }

  /// A folder that looks like a checkpoint but is not complete, and why.
  package struct Skipped: Sendable {
    /// The step in the folder's name.
    package let step: Int
    /// The folder's path.
    package let folder: String
    /// Why it does not count.
    package let reason: any UserError
  }

  /// The run folder.
  package let root: String
  /// The folder of the checkpoints by step.
  package var checkpointsFolder: String { "\(root)/checkpoints" }
  let fileSystem: FileSystem

  /// A store in the run folder `root`, which is made when the first checkpoint is written.
  package init(root: String, fileSystem: FileSystem = .standard) {
    self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    self.fileSystem = fileSystem
  }

  /// The folder of a step's checkpoint, whether it is there or not.
  package func folder(step: Int) -> String { "\(checkpointsFolder)/\(StepName.text(step))" }
}
