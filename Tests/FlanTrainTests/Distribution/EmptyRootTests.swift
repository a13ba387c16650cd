import TestSupport

#if os(Linux)
  import Foundation
  import Testing

  /// `Scripts/try-dist`, on the build of the tests laid out as an installation is.
  @Suite struct EmptyRootTests {
    /// Whether the system lets namespaces be made.
    static let isPermitted =
      (try? Command(
        [
          "-c",
          "[ $(id -u) = 0 ] || own=--map-root-user; unshare --mount --pid --fork $own mount -t proc proc /mnt",
        ], in: "/",
        executable: "/bin/sh"
      ).finish().status) == 0

    /// A run needs nothing of a machine but the libraries: it finds its recipe, data and templates beside the program, goes to its
    /// end, and when it is stopped goes on to the same weights.
    @Test(.enabled(if: isPermitted))
    func installation_trainsWhereNothingElseIs() throws {
      let folder = try TemporaryFolder()
      #if arch(x86_64)
        let level = "x86-64-v2"
      #else
        let level = "armv8-a"
      #endif
      try folder.write("", to: "root/share/flan-train/.keep")
      try folder.write("", to: "root/bin/.keep")
      try folder.write("", to: "root/libexec/flan-train/\(level)/.keep")
      let manager = FileManager.default
      for name in ["Recipes", "Data"] {
        try manager.copyItem(
          atPath: "\(Command.packageRoot)/\(name)", toPath: "\(folder.path)/root/share/flan-train/\(name)")
      }
      // Either stands for the other's place: the test is not of which build is taken.
      for name in ["bin/flan-train", "libexec/flan-train/\(level)/flan-train"] {
        try manager.copyItem(atPath: Command.executable, toPath: "\(folder.path)/root/\(name)")
      }
      let result = try Command(
        ["\(folder.path)/root", "evaluation.maximumTokens=2", "evaluation.every=40"], in: folder.path,
        executable: "\(Command.packageRoot)/Scripts/try-dist"
      ).finish()
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("tried in an empty root: 1 builds"), "\(result.errors)")
    }
  }
#endif
