#include <ostream>

#include "commands.hpp"
#include "decoder.hpp"
#include "naming.hpp"
#include "open_store.hpp"
#include "table.hpp"

namespace cqrs::ctl {
namespace {

/// Which events the command asks for. The views of `filter` point at the rest.
struct Selection {
  std::vector<StreamId> named;
  std::vector<StreamRef> streams;
  std::vector<std::string_view> types;
  std::vector<std::string_view> tags;
  EventFilter filter;
  Position after;
};

Result<void> select(Store& store, const EventsCommand& command, Selection& selection) {
  for (const auto& text : command.streams) {
    auto stream = find_stream(store, text);
    if (!stream) return unexpected(stream.error());
    selection.named.push_back(*std::move(stream));
  }
  selection.streams.assign(selection.named.begin(), selection.named.end());
  selection.types.assign(command.types.begin(), command.types.end());
  selection.tags.assign(command.tags.begin(), command.tags.end());
  selection.filter.streams = selection.streams;
  selection.filter.types = selection.types;
  selection.filter.tags = selection.tags;
  if (!command.after) return {};
  const auto after = *command.after == "end" ? store.end(0) : parse_position(*command.after);
  if (!after) return unexpected(after.error());
  selection.after = *after;
  return {};
}

/// Writes events as they come.
class Lister {
 public:
  Lister(const EventsCommand& command, const Run& run)
      : command_(command),
        run_(run),
        decoder_(run.domain),
        table_(run.console, {{"POSITION"},
                             {.name = "TIME", .drops = true},
                             {"STREAM", false, 12, true},
                             {"VERSION", true},
                             {"TYPE", false, 10},
                             {run.domain.name.empty() ? "BODY" : "DATA", false, 12}}) {}

  void add(const RecordedEvent& event) {
    ++listed_;
    if (command_.json) {
      run_.console.out << event_json(decoder_, event) << '\n';
      return;
    }
    const std::string layout = event.layout_version == 1 ? "" : " v" + std::to_string(event.layout_version);
    table_.add({to_string(event.position), short_time(event.commit->recorded), to_string(event.stream),
                std::to_string(event.version), event_name(event.type, event.stream.category) + layout,
                decoder_.text(event)});
  }

  void flush() {
    if (!command_.json) table_.flush();
    run_.console.out.flush();
  }

  [[nodiscard]] std::size_t left() const noexcept { return command_.limit ? *command_.limit - listed_ : kNoLimit; }

 private:
  const EventsCommand& command_;
  const Run& run_;
  Decoder decoder_;
  Table table_;
  std::size_t listed_ = 0;
};

}  // namespace

ExitCode run_events(const EventsCommand& command, const Run& run) {
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  Selection selection;
  if (const auto selected = select(**store, command, selection); !selected) return report(run, selected.error());
  Lister lister(command, run);
  Position at = selection.after;
  for (;;) {
    const auto reached = (*store)->read_all(at, selection.filter, lister.left(), [&](const RecordedEvent& event) {
      lister.add(event);
      return run.console.out.good() ? Visit::next : Visit::stop;
    });
    lister.flush();
    if (!reached) return report(run, reached.error());
    if (!command.follow || lister.left() == 0 || !run.console.out.good()) return ExitCode::done;
    at = *reached;
    for (;;) {
      const auto grown = (*store)->wait(at, std::chrono::seconds(1));
      if (grown) break;
      if (grown.error().code != ErrorCode::timeout) return report(run, grown.error());
    }
  }
}

}  // namespace cqrs::ctl
