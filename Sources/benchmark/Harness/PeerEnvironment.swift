import Benchmarking
import Foundation

/// A peer: a script that does the work of a workload in another library, or another way of our own worker.
struct Peer {
  let name: String
  /// The script's name without `.py`; empty for our own worker.
  var script = ""
  /// Which of its ways.
  var variant = ""
  /// What is added to the environment's folder, for a peer whose packages do not go together with the
  /// others'.
  var environment = ""
}

/// How contestants are started.
struct PeerEnvironment {
  /// The Python environment.
  let folder: String
  /// The scripts' folder.
  let scripts: String
  let pinning: ProcessorPinning

  private var program: String { Bundle.main.executablePath ?? "" }

  /// Our own worker.
  var ours: Launch {
    pinning.pin(Launch(executable: program, arguments: ["worker"], variables: variables))
  }

  /// A process on each core that does nothing but spin, until its standard input is closed.
  var spinners: [Launch] {
    let spinner = Launch(executable: program, arguments: ["spin"], variables: variables)
    return (0..<pinning.threads).map { pinning.pin(spinner, toCore: $0) }
  }

  /// A peer's process.
  /// - Throws: `NotMeasured` where there is no Python or no script.
  func launch(_ peer: Peer) throws -> Launch {
    if peer.script.isEmpty { return ours }
    let folder = folder + peer.environment
    let python = "\(folder)/bin/python"
    guard FileManager.default.isExecutableFile(atPath: python) else {
      let call = peer.environment.isEmpty ? "" : " \(folder) requirements\(peer.environment).txt"
      throw NotMeasured(description: "no Python environment in \(folder), run Benchmarks/setup\(call)")
    }
    let script = "\(scripts)/\(peer.script).py"
    guard FileManager.default.fileExists(atPath: script) else {
      throw NotMeasured(description: "no script \(script)")
    }
    return pinning.pin(
      Launch(executable: python, arguments: ["-u", script], variables: variables))
  }

  /// Threads for every library, nothing from the network, no accelerators.
  private var variables: [String: String] {
    var variables = ProcessInfo.processInfo.environment
    for name in ["OMP", "MKL", "OPENBLAS", "VECLIB", "NUMEXPR"] {
      variables["\(name)_NUM_THREADS"] = "\(pinning.threads)"
    }
    variables["CT2_VERBOSE"] = "-2"
    variables["CUDA_VISIBLE_DEVICES"] = ""
    variables["HF_HUB_OFFLINE"] = "1"
    variables["JAX_PLATFORMS"] = "cpu"
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    variables["PYTHONWARNINGS"] = "ignore"
    variables["TOKENIZERS_PARALLELISM"] = "false"
    variables["TRANSFORMERS_VERBOSITY"] = "error"
    if pinning.threads == 1 { variables["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false" }
    return variables
  }
}

/// A program with its arguments and variables.
struct Launch {
  let executable: String
  let arguments: [String]
  let variables: [String: String]
}
