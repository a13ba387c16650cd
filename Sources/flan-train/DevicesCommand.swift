import ArgumentParser
import CPURuntime
import Diagnostics
import Foundation
import Inspection
import PJRT
import Reports
import Runs
import Setup

/// `devices`: what can compute here.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Lists what can compute here: the processor, and the devices of XLA's plug-ins.",
    discussion: """
      A recipe computes with this program's own kernels, or with runtime.kind=xla on a device that a plug-in of XLA's \
      drives: NVIDIA's cards, the processor. Plug-ins are looked for in FLAN_TRAIN_PJRT (a path or a name), in .build/plugins \
      and in the virtual environment (VIRTUAL_ENV, CONDA_PREFIX, .venv). 'make plugin' fetches one for the processor; \
      'pip install jax-cuda13-plugin[with-cuda]' brings one for NVIDIA's cards: of Python nothing runs.

      Each plug-in is started in a process of its own; one that cannot be used is listed with the reason. With a plug-in's \
      name or path that one alone is looked at.

      Exit codes: 0 also where a plug-in of the list cannot be used; 64 or 1 where the one that was named cannot.

      Examples:

        flan-train devices
        flan-train devices cuda13 --json
      """)

  @Argument(
    help: ArgumentHelp(
      "One plug-in, by its name or path; without it, all that are found.", valueName: "plug-in"),
    completion: .file(extensions: ["so", "dylib"]))
  var plugin: String?

  @Flag(help: "Print the list as JSON.")
  var json = false

  func run() throws {
    try Outcome.of {
      if let plugin {
        let seen = try InspectedPlugIn(lookingAt: PlugInSearch().find(plugin))
        if json { return try Outcome.printJSON(seen) }
        return try Outcome.printResult(InspectedDevicesText.textLines(seen).joined(separator: "\n"))
      }
      guard let program = Bundle.main.executablePath else {
        throw FileError.refused(
          path: CommandLine.arguments[0], operation: "find the program", reason: "it has no path")
      }
      let page = InspectedDevices(
        InspectedDevices.Processor(
          name: RunPassport.processorName, memoryBytes: ProcessLimits.memory,
          runtime: CPURuntime.description(threads: ProcessLimits.cores)),
        PlugInSearch(), DeviceProbe(command: [program, "devices", "--json"]))
      if let problem = page.problem { Outcome.printError("warning: \(problem)") }
      if json { return try Outcome.printJSON(page) }
      try Outcome.printResult(InspectedDevicesText.textLines(page).joined(separator: "\n"))
    }
  }
}
