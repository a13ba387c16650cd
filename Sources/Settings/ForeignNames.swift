/// What other programs call the settings of a recipe, so that their users are led to ours.
///
/// Names are from transformers' `Seq2SeqTrainingArguments` and models, axolotl, LLaMA-Factory, torchtune,
/// t5x, Lightning and nanoT5. None of them is accepted in place of ours: a recipe reads the same for
/// everybody.
package enum ForeignNames {
  /// Of each setting the names by which it is known elsewhere. A name of several settings leads to the one in
  /// the group where it was written, else to the first here; a dotted name holds in that group alone.
  private static let table = """
    train.steps: steps max_steps train_steps num_train_steps total_steps num_steps iters max_iters
      iterations
    train.epochs: epochs num_epochs num_train_epochs train_epochs max_epochs n_epochs
    train.targetTokens: train_tokens num_train_tokens max_train_tokens token_budget
    train.accumulation: gradient_accumulation gradient_accumulation_steps accumulation_steps grad_accum
      accumulate_grad_batches accumulate num_microbatches
    train.threads: num_threads nproc cpus num_cpus cores workers num_workers num_proc
      dataloader_num_workers preprocessing_num_workers dataset_num_proc
    optimizer.learningRate: lr base_lr peak_lr max_lr base_learning_rate peak_learning_rate
    optimizer.schedule: scheduler lr_scheduler lr_scheduler_type lr_schedule learning_rate_schedule
      lr_decay decay_lr learning_rate_scheduler
    optimizer.warmupSteps: warmup warmup_ratio num_warmup_steps lr_warmup lr_warmup_steps warmup_iters
    optimizer.weightDecay: wd decay weight_decay_rate
    optimizer.globalNormClip: max_grad_norm grad_clip gradient_clip gradient_clipping clip_grad_norm
      gradient_clip_val max_norm grad_norm
    optimizer.clippingThreshold: clip_threshold clipping
    optimizer.decayExponent: decay_rate beta2_decay
    optimizer.epsilonGradient: eps1
    optimizer.epsilonParameterScale: eps2
    optimizer.multiplyByParameterScale: scale_parameter
    optimizer.beta1: adam_beta1 b1
    optimizer.beta2: adam_beta2 b2
    optimizer.epsilon: eps adam_epsilon adam_eps
    optimizer.kind: optimizer_name optimizer_type optimizer.name optimizer.type
    optimizer: optim
    packing.rows: batch batch_size train_batch_size per_device_train_batch_size per_device_batch_size
      micro_batch_size global_batch_size bs
    packing.inputLength: max_length max_len max_seq_length max_seq_len max_sequence_length
      sequence_length sequence_len seq_length seq_len cutoff_len block_size context_length
      max_source_length max_input_length max_input_len max_prompt_length task_feature_lengths
      encoder_max_length model_max_length
    packing.targetLength: max_target_length max_target_len max_output_length max_answer_length
      max_label_length target_len decoder_max_length
    packing.method: sample_packing pack pack_sequences packing_method packing_type packed
    model.folder: model_name_or_path model_name model_path model_dir model_folder base_model pretrained
      checkpoint_path pretrained_model pretrained_model_name_or_path initial_checkpoint_path
      init_checkpoint init_from load_from model.path model.name model.dir model.name_or_path
      model.checkpoint model.base
    model.preset: model_size model_type model.size model.type size
    model.vocabularySize: vocab_size n_vocab padded_vocab_size
    model.modelDimension: d_model hidden_size hidden_dim n_embd embed_dim embedding_size emb_dim
    model.headDimension: d_kv head_dim
    model.heads: num_heads n_heads n_head num_attention_heads
    model.encoderLayers: num_layers n_layers n_layer num_hidden_layers num_encoder_layers layers
    model.decoderLayers: num_decoder_layers
    model.feedForwardDimension: d_ff mlp_dim intermediate_size ffn_dim feed_forward_size
    model.dropout: dropout_rate hidden_dropout resid_pdrop
    model.adapter: peft peft_config lora lora_config
    model.adapter.rank: lora_r lora_rank
    model.adapter.alpha: lora_alpha
    model.adapter.targets: target_modules lora_target_modules lora_target
    model.adapter.dropout: lora_dropout
    tokenizer.vocabulary: tokenizer_name tokenizer_path tokenizer_name_or_path tokenizer_config vocab
      vocab_file vocabulary_file spiece sentencepiece sp_model tokenizer.name tokenizer.path
      tokenizer.file tokenizer.model
    data.tasks: task tasks dataset datasets dataset_name dataset_path train_file train_files train_data
      train_dataset train_path data_path data_file data_files data_dir mixture_or_task_name input_file
      sources data.sources data.train data.file data.files data.path data.folder data.dir data.name
      corpus
    data.tasks[].path: data.tasks[].file data.tasks[].files data.tasks[].folder data.tasks[].dir
      data.tasks[].source data.tasks[].paths data.tasks[].data data.tasks[].dataset
      data.tasks[].data_files
    data.tasks[].kind: data.tasks[].type data.tasks[].format ds_type file_type
    data.tasks[].rate: weight sampling_weight data.tasks[].probability interleave_probs
    data.heldOutInstances: val_set_size eval_split_size test_size val_size validation_split_percentage
      eval_size
    data.heldOutClusters: heldout held_out_tasks eval_tasks held_out_clusters
    data.tasks[].textField: text_column text_column_name dataset_text_field data.tasks[].text
    objective.kind: pretraining_objective denoiser
    objective.noise: noise_density mlm_probability corruption_rate
    objective.span: mean_noise_span_length mean_span_length
    data.mixture.cap: max_samples max_train_samples max_examples max_num_examples num_examples
      rate_num_examples
    data.mixture.temperature: mixing_temperature mix_temperature sampling_temperature
    data.mixture.proportions: mixing_rates mixture_rates ratios mixing_ratios
    data.templates: template prompt_template chat_template prompt_style templates_dir
    data.exemplars.maximum: num_shots n_shot few_shot num_fewshot shots
    data.excessLength: truncation truncate excess_length_strategy drop_long
    data.cache.folder: cache_dir dataset_prepared_path preprocessed_path tokenized_path
    evaluation.every: eval_every eval_steps evaluation_steps eval_period eval_interval
      val_check_interval val_every eval_freq evals_per_epoch eval_strategy evaluation_strategy
      run_val_every_n_steps evaluation.steps evaluation.interval evaluation.period evaluation.frequency
    evaluation.batch: eval_batch_size per_device_eval_batch_size val_batch_size test_batch_size
      evaluation.batch_size
    evaluation.maximumTokens: max_new_tokens generation_max_length generation_max_new_tokens max_tokens
      val_max_target_length max_gen_length
    evaluation.bestMetric: metric_for_best_model best_metric monitor evaluation.metric
    evaluation.patience: early_stopping early_stopping_patience early_stop evaluation.early_stopping
    evaluation.stopAt: stopping_threshold stop_at_score target_score target_metric
    evaluation.minimumImprovement: early_stopping_threshold min_delta
    evaluation.atStart: eval_on_start eval_at_start
    evaluation.suites: benchmarks eval_suites
    checkpoint.every: save_every save_steps save_period save_interval checkpoint_every checkpoint_period
      ckpt_interval save_strategy saves_per_epoch save_every_n_steps checkpoint.steps
      checkpoint.interval checkpoint.period checkpoint.frequency checkpointing_steps save_freq
    checkpoint.keepLast: save_total_limit keep keep_last keep_checkpoints max_to_keep
      keep_last_n_checkpoints
    logging.every: logging_steps log_every log_steps log_interval log_every_n_steps log_freq print_every
      logging.steps logging.interval logging.period logging.frequency
    loss.labelSmoothing: label_smoothing_factor smoothing
    loss.zLoss: z_loss z_loss_weight z_loss_coef
    loss.normalization: loss_normalizing_factor loss_reduction
    output.folder: output out output_dir output_path out_dir save_dir save_path run_dir runs_dir
      results_dir checkpoint_dir ckpt_dir logging_dir log_dir output.dir output.path output.directory
    name: run_name exp_name experiment experiment_name job_name project project_name wandb_project
      wandb_name
    about: description comment comments notes note title
    seed: random_seed data_seed rng_seed rng train_seed manual_seed random_state shuffle_seed
    runtime.kind: backend accelerator hardware runtime.type runtime.name runtime.device
    runtime.plugin: pjrt_plugin plugin_path pjrt pjrt_device
    runtime.devices: num_devices n_devices num_gpus n_gpu n_gpus gpus nproc_per_node
      tensor_parallel_size data_parallel_size
    runtime.arithmetic: dtype torch_dtype compute_dtype mixed_precision bf16 fp16 tf32 amp
      runtime.precision
    runtime.memoryFraction: gpu_memory_utilization xla_python_client_mem_fraction mem_fraction
    memory.limit: max_memory memory_limit max_ram gradient_checkpointing activation_checkpointing remat
      remat_policy enable_activation_checkpointing use_gradient_checkpointing recompute
    """

  /// The rows of the table.
  private static let names: [(setting: String, others: [String])] = {
    var names: [(setting: String, others: [String])] = []
    for line in table.split(separator: "\n") {
      var words = line.split(separator: " ").map(String.init)
      if let setting = words.first, setting.hasSuffix(":") {
        names.append((String(setting.dropLast()), []))
        words.removeFirst()
      }
      names[names.count - 1].others += words
    }
    return names
  }()

  /// The settings of every name, both spelled plainly.
  private static let settings: [String: [String]] = {
    var settings: [String: [String]] = [:]
    for (setting, others) in names {
      for other in others { settings[plain(other), default: []].append(setting) }
    }
    return settings
  }()

  /// Every name with the settings that it may mean, for the tests.
  package static var all: [(name: String, setting: String)] {
    names.flatMap { entry in entry.others.map { ($0, entry.setting) } }
  }

  /// What remains of a name without the habits of spelling: `per_device-trainBatchSize` is
  /// `perdevicetrainbatchsize`.
  package static func plain(_ name: some StringProtocol) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  /// The path of the setting that is called `name` elsewhere, as the schema has it.
  /// - Parameter group: where the name was written, without the numbers of entries; empty at the top.
  package static func setting(for name: String, in group: String) -> String? {
    let plain = plain(name)
    if !group.isEmpty, let own = settings["\(Self.plain(group)).\(plain)"] { return own[0] }
    guard let known = settings[plain] else { return nil }
    return known.first { $0.hasPrefix(group + ".") } ?? known[0]
  }
}
