import ProcessGroups
import Testing

@Suite struct MPILaunchTests {
  struct World: Sendable {
    let environment: [String: String]
    let family: MPILaunch.Family?
    var rank = 0
    var count = 0
    var localCount: Int?
  }

  static let worlds = [
    World(environment: [:], family: nil),
    World(
      environment: [
        "OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_LOCAL_SIZE": "2",
        "PMIX_RANK": "2",
      ], family: .openMPI, rank: 2, count: 4, localCount: 2),
    World(
      environment: ["PMI_RANK": "1", "PMI_SIZE": "3", "MPI_LOCALNRANKS": "3"], family: .mpich, rank: 1,
      count: 3,
      localCount: 3),
    // srun --mpi=pmix and --mpi=pmi2.
    World(environment: ["PMIX_RANK": "5", "SLURM_NTASKS": "8"], family: .openMPI, rank: 5, count: 8),
    World(
      environment: ["PMI_RANK": "5", "PMI_SIZE": "8", "SLURM_NTASKS": "8"], family: .mpich, rank: 5, count: 8),
    // One process needs no others, and neither does what a scheduler has started one by one.
    World(environment: ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"], family: nil),
    World(environment: ["SLURM_NTASKS": "8", "SLURM_PROCID": "3"], family: nil),
    // What is no number, or not a rank.
    World(environment: ["OMPI_COMM_WORLD_RANK": "x", "OMPI_COMM_WORLD_SIZE": "4"], family: nil),
    World(environment: ["PMI_RANK": "4", "PMI_SIZE": "4"], family: nil),
    World(environment: ["PMI_RANK": "-1", "PMI_SIZE": "4"], family: nil),
  ]

  @Test(arguments: worlds)
  func environment(_ world: World) {
    let launch = MPILaunch(world.environment)
    #expect(launch?.family == world.family)
    guard let launch else { return }
    #expect(launch.rank == world.rank && launch.count == world.count && launch.localCount == world.localCount)
    #expect(!launch.libraryNames.isEmpty)
  }
}
