#if os(Linux)
  import Foundation
  import Testing

  /// The scripts of `Documentation/Clusters.md`, as they are written there, with stand-ins for what a test's machine lacks, and what
  /// the page says of process 1 and of a part of a machine.
  @Suite struct ClusterPageTests {
    /// The script after a mark.
    private static func script(_ mark: String) throws -> String {
      let page = try String(
        contentsOfFile: "\(Command.packageRoot)/Documentation/Clusters.md", encoding: .utf8)
      let lines = page.components(separatedBy: "\n")
      let start = try #require(lines.firstIndex(of: "<!-- \(mark) -->"), "Clusters.md has no \(mark)")
      let block = lines[(start + 1)...].drop { $0.isEmpty }.prefix { $0.hasPrefix("    ") || $0.isEmpty }
      return block.map { String($0.dropFirst(4)) }.joined(separator: "\n")
    }

    /// A small recipe of many steps, with the page's script and a stand-in for a program that it calls.
    private static func world(_ mark: String, standIn name: String, _ text: String) throws -> SmallWorld {
      let world = try SmallWorld()
      try world.edit("recipe.json", "\"steps\": 6", "\"steps\": 20000")
      try world.edit("recipe.json", "\"every\": 3", "\"every\": 20000")
      try world.edit("recipe.json", "\"every\": 2", "\"every\": 5000")
      try world.folder.write(script(mark), to: "script.sh")
      try world.folder.write("#!/bin/sh\n\(text)\n", to: "tools/\(name)")
      let manager = FileManager.default
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(world.path)/tools/\(name)")
      try manager.createSymbolicLink(
        atPath: "\(world.path)/tools/flan-train", withDestinationPath: Command.executable)
      return world
    }

    /// Starts the script as a scheduler does; the process is the script's own shell.
    private static func start(_ world: SmallWorld) throws -> Command {
      try shell(["-c", "PATH=$PWD/tools:$PATH SLURM_JOB_ID=17 exec bash script.sh"], in: world)
    }

    /// Starts a shell that hears signals.
    private static func shell(_ arguments: [String], in world: SmallWorld) throws -> Command {
      try SignalMask.open { try Command(arguments, in: world.path, executable: "/bin/bash") }
    }

    /// The process that works on the run.
    private static func program(_ world: SmallWorld) throws -> Int32 {
      let holder = try world.folder.read("runs/small/LOCK")
      return try #require(holder.firstMatch(of: #/process ([0-9]+) on/#).flatMap { Int32($0.1) })
    }

    /// The same script goes on after the step that the run was stopped at.
    private static func expectToGoOn(_ world: SmallWorld) throws {
      let again = try start(world)
      again.wait(for: "/20000 | ")
      kill(try program(world), SIGTERM)
      let result = try again.finish()
      #expect(result.status == 75 && !result.errors.contains("step 5/20000 | "), "\(result.errors)")
    }

    /// SIGUSR1 goes to the shell alone, two minutes before the end: a checkpoint, the job back in the queue, and 75.
    @Test func slurmJob_isPutBackIntoTheQueue() throws {
      let world = try Self.world("slurm", standIn: "scontrol", "echo \"$@\" >> requeued")
      let job = try Self.start(world)
      job.wait(for: "step 5/20000")
      job.send(SIGUSR1)
      let result = try job.finish()
      #expect(result.status == 75, "\(result.errors)")
      #expect(try world.folder.read("requeued") == "requeue 17\n")
      try Self.expectToGoOn(world)
      #expect(try world.folder.read("requeued") == "requeue 17\nrequeue 17\n")
    }

    /// SIGTERM goes to all processes of the job at once: the shell outlives the program, which is told once.
    @Test func slurmJobThatIsPreempted_savesItsState() throws {
      let world = try Self.world("slurm", standIn: "scontrol", "echo \"$@\" >> requeued")
      let job = try Self.start(world)
      job.wait(for: "step 5/20000")
      let program = try Self.program(world)
      job.send(SIGTERM)
      kill(program, SIGTERM)
      let result = try job.finish()
      #expect(result.status == 75 && world.folder.exists("requeued"), "\(result.errors)")
      try Self.expectToGoOn(world)
    }

    /// The machine's own service, here a file, tells that it will be taken away.
    @Test func spotMachine_isLeftWithACheckpoint() throws {
      let world = try Self.world("spot", standIn: "curl", "[ -e notice ]")
      try world.edit("script.sh", "sleep 5", "sleep 0.05")
      let machine = try Self.start(world)
      machine.wait(for: "step 5/20000")
      try world.folder.write("", to: "notice")
      let result = try machine.finish()
      #expect(result.status == 75, "\(result.errors)")
      try FileManager.default.removeItem(atPath: "\(world.path)/notice")
      try Self.expectToGoOn(world)
    }

    /// In a container the program is process 1, to which the system sends no signal that it does not ask for.
    @Test(.enabled(if: EmptyRootTests.isPermitted))
    func processOne_hearsTheSignal() throws {
      let world = try Self.world("slurm", standIn: "scontrol", "true")
      let own = getuid() == 0 ? "" : "--map-root-user"
      let container = try Self.shell(
        [
          "-c",
          """
          trap 'kill -TERM $(cat /proc/$unshare/task/$unshare/children)' USR1
          unshare --pid --fork --kill-child --mount \(own) "$0" recipe.json & unshare=$!
          while kill -0 $unshare 2>/dev/null; do wait $unshare; done
          wait $unshare
          """, Command.executable,
        ], in: world)
      container.wait(for: "step 5/20000")
      container.send(SIGUSR1)
      let result = try container.finish()
      #expect(result.status == 75, "\(result.errors)")
    }

    /// Of a processor set of one core a run takes one thread.
    @Test func threads_areThoseOfTheProcessorSet() throws {
      let world = try SmallWorld()
      try world.edit("recipe.json", ", \"threads\": 1", "")
      let result = try Command(
        [
          "-c", "exec taskset -c $(taskset -cp $$ | sed 's/.*: *\\([0-9]*\\).*/\\1/') \"$0\" recipe.json",
          Command.executable,
        ],
        in: world.path, executable: "/bin/sh"
      ).finish()
      #expect(result.status == 0, "\(result.errors)")
      #expect(try world.folder.read("runs/small/run.json").contains(/"threads" ?: ?1\b/))
    }
  }
#endif
