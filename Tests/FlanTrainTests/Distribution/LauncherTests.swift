import TestSupport

#if os(Linux)
  import Foundation
  import Testing

  /// The `flan-train` of an installation, which becomes the build for the highest level of processor that the machine has.
  @Suite struct LauncherTests {
    /// The levels that builds may be for, the highest first.
    #if arch(x86_64)
      private static let levels = ["x86-64-v4", "x86-64-v3", "x86-64-v2"]
    #else
      private static let levels = ["armv8-a"]
    #endif

    /// An installation with the launcher and, for each of `levels`, a script that tells its level, what it was called and how.
    private static func installation(_ levels: [String]) throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      try folder.write("", to: "bin/flan-train")
      let compiler = try Command(
        [
          "-c", "$(command -v clang || echo cc) \"$@\"", "sh", "-Wall", "-Wextra", "-Werror", "-o",
          "\(folder.path)/bin/flan-train",
          "Sources/launcher/launcher.c",
        ],
        in: Command.packageRoot, executable: "/bin/sh"
      ).finish()
      #expect(compiler.status == 0, "\(compiler.errors)")
      for level in levels {
        let name = "libexec/flan-train/\(level)/flan-train"
        try folder.write("#!/bin/sh\necho \"\(level) $*\"\nexit 75\n", to: name)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/\(name)")
      }
      return folder
    }

    private static func call(_ folder: TemporaryFolder, by name: String = "bin/flan-train") throws
      -> Command.Result
    {
      try Command(["a b", "--c"], in: folder.path, executable: "\(folder.path)/\(name)").finish()
    }

    /// Whatever this machine has: the best of all is what is left when those above it are taken away.
    @Test func highestBuildOfTheMachine_isTaken() throws {
      let all = try Self.call(Self.installation(Self.levels))
      let best = try #require(
        all.outputLines.first?.split(separator: " ").first.map(String.init), "\(all.errors)")
      #expect(Self.levels.contains(best) && all.output == "\(best) a b --c\n" && all.status == 75)
      for level in Self.levels.drop(while: { $0 != best }) {
        let result = try Self.call(Self.installation([level]))
        #expect(result.output == "\(level) a b --c\n", "\(result.errors)")
      }
    }

    @Test func withoutABuild_itSaysWhatToDo() throws {
      let folder = try Self.installation([])
      let result = try Self.call(folder)
      #expect(result.status == 1 && result.output.isEmpty)
      #expect(result.errors.hasPrefix("error: no build of flan-train for this processor"), "\(result.errors)")
      #expect(
        result.errors.contains("\(folder.path)/libexec/flan-train")
          && result.errors.contains("make install LEVELS="))
    }

    @Test func buildThatCannotBeStarted_isNamed() throws {
      let folder = try Self.installation(Self.levels)
      for level in Self.levels {
        let path = "\(folder.path)/libexec/flan-train/\(level)/flan-train"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      }
      let result = try Self.call(folder)
      #expect(
        result.status == 1 && result.errors.contains("cannot be started: Permission denied"),
        "\(result.errors)")
    }

    /// Links to the launcher are followed, as from `~/bin` to where a tarball was unpacked.
    @Test func link_leadsToTheInstallation() throws {
      let folder = try Self.installation(Self.levels)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/link", withDestinationPath: "bin/flan-train")
      #expect(try Self.call(folder, by: "link").status == 75)
    }
  }
#endif
