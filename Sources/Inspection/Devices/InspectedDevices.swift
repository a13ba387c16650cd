import Autograd
import PJRT

/// What can compute on this machine: the processor by itself, and the plug-ins of XLA's that are found.
package struct InspectedDevices: Sendable, Codable, Equatable {
  /// The processor with the program's own kernels.
  package struct Processor: Sendable, Codable, Equatable {
    /// The processor's name.
    package let name: String
    /// Threads that a run has where it does not say.
    package let threads: Int
    /// The processor that the program's kernels are compiled for.
    package let kernels: String
    /// Who makes matrix products.
    package let matrixProducts: String
    /// Bytes of memory that the process may take.
    package let memoryBytes: Int

    /// A processor and what the runtime on it says of itself.
    package init(name: String, memoryBytes: Int, runtime: RuntimeDescription) {
      (self.name, self.memoryBytes, threads) = (name, memoryBytes, runtime.threads)
      (kernels, matrixProducts) = (runtime.kernels, runtime.matrixProducts)
    }
  }

  /// The processor by itself (`runtime.kind` `cpu`).
  package let processor: Processor
  /// The plug-ins that were found (`runtime.kind` `xla`), in the order of the search.
  package let plugIns: [InspectedPlugIn]
  /// Why the plug-in that the environment asks for cannot be found.
  package let problem: String?
  /// The folders that were looked at.
  package let places: [String]
  /// How one gets a plug-in.
  package let advice: String

  /// Looks for plug-ins and at each.
  package init(_ processor: Processor, _ search: PlugInSearch, _ probe: DeviceProbe) {
    self.processor = processor
    var (taken, problem): (PlugInSearch.Candidate?, String?) = (nil, nil)
    do throws(PlugInSearchError) {
      taken = try search.find(nil)
    } catch {
      problem = error.source == nil ? nil : error.description
    }
    var seen: Set<String> = []
    var candidates = search.candidates.filter { seen.insert($0.path).inserted }
    if let taken, !seen.contains(taken.path) { candidates.insert(taken, at: 0) }
    plugIns = candidates.map { candidate in
      var plugIn = probe.look(at: candidate)
      plugIn.isTaken = candidate.path == taken?.path
      return plugIn
    }
    self.problem = problem
    places = search.folders
    advice = PlugInSearch.howToGetOne
  }
}
