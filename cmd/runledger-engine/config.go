package main

import (
	"fmt"
	"path/filepath"
)

// config holds what can only be said in a file, and server settings. Everything the engine does in the
// background is kept small: it shares the machine with the server and its trainers.
//
// Not logged: errors of statements, which their clients get (executeQuery), the end of cancelled ones, and
// a complaint of ThreadStatus at each INSERT that fails at once, which follows from how the library starts
// an insert and means nothing.
//
// Merges give way to queries and inserts (nice; needs CAP_SYS_NICE, else nothing changes): at half of the
// full load, 95 of 100 points are then in a chart within 0.3 s instead of 0.5.
const config = `<clickhouse>
  <logger>
    <level>warning</level>
    <console>1</console>
    <levels>
      <logger><name>executeQuery</name><level>none</level></logger>
      <logger><name>ThreadStatus</name><level>none</level></logger>
      <logger><name>void DB::ChdbClient::cancelStreamingQueryWithoutLock(void *)</name><level>none</level></logger>
      <logger><name>BackgroundSchedulePool/BgSchPool</name><level>error</level></logger>
      <logger><name>BackgroundSchedulePool/BgStrmSchPool</name><level>error</level></logger>
    </levels>
  </logger>
  <display_name>runledger-engine</display_name>
  <max_server_memory_usage>%d</max_server_memory_usage>
  <max_server_memory_usage_to_ram_ratio>0.9</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>%d</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>%d</background_pool_size>
  <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
  <os_threads_nice_value_merge_mutate>5</os_threads_nice_value_merge_mutate>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
  <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <merge_tree>
    <old_parts_lifetime>%d</old_parts_lifetime>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`

func (f *folder) configFile() string { return filepath.Join(f.path, "config.xml") }

func (f *folder) writeConfig(o flags) error {
	text := fmt.Sprintf(config, o.MaxMemory, o.MarkCache, o.MergeThreads, o.OldPartsSeconds)
	if err := writeDurably(f.configFile(), text); err != nil {
		return fmt.Errorf("write the engine's configuration: %w", err)
	}
	return nil
}

// firstArgs start the engine.
func (f *folder) firstArgs() []string {
	return []string{"--path=" + filepath.Join(f.path, "store"), "--config-file=" + f.configFile(), "--log-level=warning"}
}

// sessionArgs open a session with the defaults of a server where the library's own differ.
func (f *folder) sessionArgs(o flags) []string {
	return []string{
		"--path=" + filepath.Join(f.path, "store"),
		"--implicit_select=0",               // else "SELEC 1" is an expression and a typo no syntax error
		"--allow_introspection_functions=0", // addresses of this process are nobody's business
		"--storage_file_read_method=pread",  // mmap of a file that shrinks would kill the process
		// One statement leaves room for inserts and for small ones.
		fmt.Sprintf("--max_memory_usage=%d", o.MaxMemory/4*3),
		fmt.Sprintf("--max_bytes_before_external_group_by=%d", o.MaxGroupMemory),
		fmt.Sprintf("--max_bytes_before_external_sort=%d", o.MaxGroupMemory),
	}
}
