import Benchmarking

/// A workload: its name, who does it beside us, and how it is made ready.
struct Workload {
  /// What was made ready.
  struct Prepared {
    var work: Work
    var notes: [String] = []
  }

  let name: String
  let section: ReportSection
  let unit: WorkloadResult.Unit
  var peers: [Peer] = []
  /// Whether it is measured only when it is asked for.
  var isLong = false
  /// Whether the memories of all contestants together may be more than a machine has.
  var isPairwise = false
  /// Whether each repeat is done twice, the second time beside busy processes.
  var isBusy = false
  /// Writes the files that contestants read.
  /// - Throws: `NotMeasured`, and what reading and writing throw.
  let prepare: (Bench) throws -> Prepared
}

/// All workloads, in the order in which they are measured.
enum WorkloadCatalogue {
  static var all: [Workload] {
    RooflineWorkload.all + TrainingWorkload.all + DecoderWorkload.training + [MixtureWorkload.workload]
      + GenerationWorkload.fixed + [GenerationWorkload.ofEvaluation] + DecoderWorkload.generation
      + [ScoringWorkload.workload]
      + [TokenizingWorkload.workload, DataPathWorkload.workload, DataPathWorkload.cached]
      + [DataPathWorkload.formatting, ScaleWorkload.workload, StartupWorkload.workload]
      + GrowthWorkload.all + [LevelsWorkload.workload, BusyWorkload.workload]
  }
}
