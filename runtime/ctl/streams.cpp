#include <ostream>

#include <cqrs/json.hpp>

#include "commands.hpp"
#include "naming.hpp"
#include "open_store.hpp"
#include "table.hpp"

namespace cqrs::ctl {
namespace {

struct LastEvent {
  std::string type;
  Instant recorded;
};

Result<LastEvent> last_event(Store& store, const StreamHead& head) {
  LastEvent last;
  const auto read = store.read(head.stream, head.version, 1, [&](const RecordedEvent& event) {
    last = {std::string(event.type), event.commit->recorded};
    return Visit::stop;
  });
  if (!read) return unexpected(read.error());
  return last;
}

std::string stream_json(const StreamHead& head, const LastEvent& last) {
  std::string text;
  JsonWriter out(text);
  out.open('{');
  out.key("stream");
  out.text(to_string(head.stream));
  out.comma();
  out.key("version");
  out.number(head.version);
  out.comma();
  out.key("last_event");
  out.text(last.type);
  out.comma();
  out.key("recorded");
  out.text(to_string(last.recorded));
  out.close('}');
  return text;
}

}  // namespace

ExitCode run_streams(const StreamsCommand& command, const Run& run) {
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  StreamFilter filter;
  if (command.tenant) filter.tenant = *command.tenant;
  if (command.category) filter.category = *command.category;
  Table table(
      run.console,
      {{"STREAM", false, 16, true}, {"VERSION", true}, {"LAST EVENT", false, 12}, {.name = "TIME", .drops = true}});
  std::optional<Error> failure;
  const auto listed = (*store)->read_streams(filter, command.limit.value_or(kNoLimit), [&](const StreamHead& head) {
    const auto last = last_event(**store, head);
    if (!last) {
      failure = last.error();
      return Visit::stop;
    }
    if (command.json) {
      run.console.out << stream_json(head, *last) << '\n';
    } else {
      table.add({to_string(head.stream), std::to_string(head.version), event_name(last->type, head.stream.category),
                 short_time(last->recorded)});
    }
    return Visit::next;
  });
  if (!command.json) table.flush();
  if (!listed) return report(run, listed.error());
  return failure ? report(run, *failure) : ExitCode::done;
}

}  // namespace cqrs::ctl
