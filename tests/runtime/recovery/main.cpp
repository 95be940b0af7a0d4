// Kills a process that has filled a log, and measures how long the next one needs until it serves: until the store is
// open, has answered a read of a stream, and has acknowledged an append. Then what reading costs in a log of that size:
// the memory of the process, a stream, and the events of a rare type.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cqrs/sqlite.hpp>

namespace {

using Seconds = std::chrono::duration<double>;

struct Arguments {
  std::size_t events = 100'000;
  double floor = 2;          ///< seconds
  std::size_t a_commit = 0;  ///< events; 0: one, a hundred and ten thousand, one log after the other
};

/// What was seen of a log whose writer was killed.
struct Seen {
  double open = -1;      ///< seconds until the store is open
  double serves = -1;    ///< seconds from opening to the first acknowledgement; negative: it does not serve
  double stream = 0;     ///< seconds for the 100 newest events of a stream, the mean of many streams
  double by_type = 0;    ///< seconds for 100 events of the rare type, from the middle of the log
  std::size_t rare = 0;  ///< of those, how many were read
  double resident = 0;   ///< megabytes of memory that the reading process holds
};

constexpr std::size_t kStreams = 10'000;
constexpr std::size_t kBody = 100;
constexpr std::size_t kRare = 1'000;  ///< one event in so many is of another type

bool append(cqrs::Store& store, std::size_t first, std::size_t count, cqrs::AppendCallback done) {
  const std::string key = "account-" + std::to_string(first % kStreams);
  const std::string body(kBody, static_cast<char>('a' + first % 26));
  std::vector<cqrs::NewEvent> events(count, {"Happened", 1, cqrs::as_bytes(body)});
  for (std::size_t i = 0; i < count; ++i)
    if ((first + i) % kRare == 0) events[i].type = "Settled";
  const cqrs::StreamAppend streams[] = {{{"", "account", cqrs::as_bytes(key)}, cqrs::ExpectedVersion::any(), events}};
  cqrs::AppendRequest request{streams, {}, {}, cqrs::CommandRecord{cqrs::hash128(cqrs::as_bytes(body)), {}}};
  request.metadata.command_id = cqrs::Uuid::make();
  if (done) {
    store.submit(request, std::move(done));
    return true;
  }
  return store.append(request).has_value();
}

[[noreturn]] void fill_and_die(const std::string& file, std::size_t events, std::size_t a_commit) {
  const auto store = cqrs::sqlite::open(file);
  if (!store) std::_Exit(2);
  const auto ignore = [](const cqrs::Result<cqrs::AppendOutcome>& outcome) {
    if (!outcome) std::_Exit(3);
  };
  for (std::size_t i = 0; i < events; i += a_commit) append(**store, i, std::min(a_commit, events - i), ignore);
  if (!append(**store, events, 1, {})) std::_Exit(4);  // behind all the others
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

double since(std::chrono::steady_clock::time_point begin) {
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

double resident_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

/// The newest events of many streams, and some of the rare type from the middle on.
bool measure_reading(cqrs::Store& store, Seen& seen) {
  constexpr std::size_t kReads = 100;
  constexpr cqrs::Version kEvents = 100;
  std::size_t read = 0;
  const auto count = [&](const cqrs::RecordedEvent&) {
    ++read;
    return cqrs::Visit::next;
  };
  auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < kReads; ++i) {
    const std::string key = "account-" + std::to_string(i * (kStreams / kReads));
    const cqrs::StreamRef stream{"", "account", cqrs::as_bytes(key)};
    const auto head = store.head(stream);
    if (!head) return false;
    if (!store.read(stream, *head > kEvents ? *head - kEvents + 1 : 1, kEvents, count)) return false;
  }
  seen.stream = since(begin) / kReads;
  const auto end = store.end(0);
  if (!end || read == 0) return false;
  read = 0;
  const std::string_view types[] = {"Settled"};
  begin = std::chrono::steady_clock::now();
  const cqrs::Position middle(0, end->sequence() / 2);
  if (!store.read_all(middle, {.types = types}, kEvents, count)) return false;
  seen.by_type = since(begin);
  seen.rare = read;
  seen.resident = resident_megabytes();
  return true;
}

Seen open_after_kill(const std::string& file, std::size_t events) {
  Seen seen;
  const auto begin = std::chrono::steady_clock::now();
  const auto store = cqrs::sqlite::open(file);
  if (!store) return seen;
  seen.open = since(begin);
  std::size_t read = 0;
  const auto count = [&](const cqrs::RecordedEvent&) {
    ++read;
    return cqrs::Visit::next;
  };
  const auto last = (*store)->read({"", "account", cqrs::as_bytes(std::string_view("account-0"))}, 1, 100, count);
  if (!last || read == 0 || !append(**store, 0, 1, {})) return seen;
  const double serves = since(begin);
  const auto end = (*store)->end(0);
  if (end && end->sequence() == events + 2 && measure_reading(**store, seen)) seen.serves = serves;
  return seen;
}

/// Fills a log in a process of its own, which is killed, and opens it in another, whose memory is that of the reader.
Seen serve_after_kill(const std::string& file, std::size_t events, std::size_t a_commit) {
  std::fflush(stdout);
  Seen seen;
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) fill_and_die(file, events, a_commit);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) return seen;
  int results[2];
  if (pipe(results) != 0) std::abort();
  const pid_t reader = fork();
  if (reader < 0) std::abort();
  if (reader == 0) {
    seen = open_after_kill(file, events);
    const bool told = write(results[1], &seen, sizeof seen) == static_cast<ssize_t>(sizeof seen);
    std::_Exit(told ? 0 : 1);
  }
  close(results[1]);
  if (read(results[0], &seen, sizeof seen) != static_cast<ssize_t>(sizeof seen)) seen = Seen{};
  close(results[0]);
  waitpid(reader, &status, 0);
  return seen;
}

int run(const Arguments& arguments, const std::filesystem::path& directory) {
  double worst = 0;
  std::string members;
  const std::vector<std::size_t> sizes =
      arguments.a_commit != 0 ? std::vector{arguments.a_commit} : std::vector<std::size_t>{1, 100, 10'000};
  for (const std::size_t a_commit : sizes) {
    const auto file = directory / ("log-" + std::to_string(a_commit));
    const Seen seen = serve_after_kill(file, arguments.events, a_commit);
    const auto bytes = std::filesystem::file_size(file);
    std::printf(
        "%zu events in commits of %zu, %.0f MB: open after %.3f s, serves after %.3f s; 100 events of a stream take "
        "%.2f ms, %zu of a type that one in %zu has %.1f ms; %.0f MB of memory\n",
        arguments.events, a_commit, static_cast<double>(bytes) / 1e6, seen.open, seen.serves, seen.stream * 1e3,
        seen.rare, kRare, seen.by_type * 1e3, seen.resident);
    members += (members.empty() ? "\"" : ", \"") + std::to_string(a_commit) + "\": " + std::to_string(seen.serves);
    if (seen.serves < 0) return 1;
    worst = std::max(worst, seen.serves);
    std::filesystem::remove(file);
  }
  std::printf(
      "{\"programme\": \"recovery\", \"events\": %zu, \"seconds_by_events_a_commit\": {%s}, \"floor\": %.1f, "
      "\"wrong\": %s}\n",
      arguments.events, members.c_str(), arguments.floor, worst > arguments.floor ? "true" : "false");
  return worst > arguments.floor ? 1 : 0;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = values[i];
    if (name == "--events") arguments.events = std::strtoull(values[i + 1], nullptr, 10);
    if (name == "--seconds") arguments.floor = std::strtod(values[i + 1], nullptr);
    if (name == "--commit") arguments.a_commit = std::strtoull(values[i + 1], nullptr, 10);
  }
  if (count % 2 == 0 || arguments.events == 0) {
    std::puts("usage: recovery_test [--events N] [--seconds S] [--commit EVENTS]");
    return 2;
  }
  std::string directory = (std::filesystem::temp_directory_path() / "cqrs-recovery-XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) return 2;
  const int status = run(arguments, directory);
  std::filesystem::remove_all(directory);
  return status;
}
