import Foundation

/// How a launcher of MPI's (`mpirun`, `mpiexec`, `srun`) has started this process: by what it has put into the
/// environment.
package struct MPILaunch: Sendable, Equatable {
  /// Whose programs' interface the library has.
  package enum Family: Sendable, Equatable {
    /// Open MPI.
    case openMPI
    /// MPICH, and what has its binary interface: Intel MPI, MVAPICH, Cray MPICH.
    case mpich
  }

  /// The launcher's family.
  package let family: Family
  /// This process's number.
  package let rank: Int
  /// How many processes were started.
  package let count: Int
  /// How many of them on this machine; `nil` where the launcher does not say.
  package let localCount: Int?

  /// Reads the environment.
  /// - Returns: `nil` where nothing has started this process together with others.
  package init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    func number(_ names: [String]) -> Int? {
      names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first
    }
    let families: [(Family, rank: [String], count: [String], local: [String])] = [
      (
        .openMPI, ["OMPI_COMM_WORLD_RANK"], ["OMPI_COMM_WORLD_SIZE"], ["OMPI_COMM_WORLD_LOCAL_SIZE"]
      ),
      // Slurm starts Open MPI's programs by PMIx, and says the rest itself.
      (.openMPI, ["PMIX_RANK"], ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"], []),
      (.mpich, ["PMI_RANK"], ["PMI_SIZE"], ["MPI_LOCALNRANKS"]),
    ]
    for found in families {
      guard let rank = number(found.rank), let count = number(found.count), count > 1,
        (0..<count).contains(rank)
      else { continue }
      (family, self.rank, self.count, localCount) = (found.0, rank, count, number(found.local))
      return
    }
    return nil
  }

  /// The names that the library is looked for by: those of the versions that the running system has, then those of its
  /// developers' files.
  package var libraryNames: [String] {
    #if os(macOS)
      switch family {
      case .openMPI: ["libmpi.40.dylib", "libmpi.dylib"]
      case .mpich: ["libmpi.12.dylib", "libmpich.12.dylib", "libmpich.dylib"]
      }
    #else
      switch family {
      case .openMPI: ["libmpi.so.40", "libmpi.so"]
      case .mpich: ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"]
      }
    #endif
  }
}
