// Kills a process that has filled a log, and measures how long the next one needs until it serves: until the store is
// open, has answered a read of a stream, and has acknowledged an append.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
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
  double floor = 2;  ///< seconds
};

constexpr std::size_t kStreams = 10'000;
constexpr std::size_t kBody = 100;

bool append(cqrs::Store& store, std::size_t first, std::size_t count, cqrs::AppendCallback done) {
  const std::string key = "account-" + std::to_string(first % kStreams);
  const std::string body(kBody, static_cast<char>('a' + first % 26));
  const std::vector<cqrs::NewEvent> events(count, {"Happened", 1, cqrs::as_bytes(body)});
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

/// Seconds from opening to the first acknowledgement; negative: it does not serve.
double serve_after_kill(const std::string& file, std::size_t events, std::size_t a_commit) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) fill_and_die(file, events, a_commit);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) return -1;
  const auto begin = std::chrono::steady_clock::now();
  const auto store = cqrs::sqlite::open(file);
  if (!store) return -1;
  std::size_t read = 0;
  const auto count = [&](const cqrs::RecordedEvent&) {
    ++read;
    return cqrs::Visit::next;
  };
  const auto last = (*store)->read({"", "account", cqrs::as_bytes(std::string_view("account-0"))}, 1, 100, count);
  if (!last || read == 0 || !append(**store, 0, 1, {})) return -1;
  const double seconds = Seconds(std::chrono::steady_clock::now() - begin).count();
  const auto end = (*store)->end(0);
  return end && end->sequence() == events + 2 ? seconds : -1;
}

int run(const Arguments& arguments, const std::filesystem::path& directory) {
  double worst = 0;
  std::string members;
  for (const std::size_t a_commit : {1U, 100U, 10'000U}) {
    const auto file = directory / ("log-" + std::to_string(a_commit));
    const double seconds = serve_after_kill(file, arguments.events, a_commit);
    const auto bytes = std::filesystem::file_size(file);
    std::printf("%zu events in commits of %zu, %.0f MB: serves after %.3f s\n", arguments.events, a_commit,
                static_cast<double>(bytes) / 1e6, seconds);
    members += (members.empty() ? "\"" : ", \"") + std::to_string(a_commit) + "\": " + std::to_string(seconds);
    if (seconds < 0) return 1;
    worst = std::max(worst, seconds);
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
  }
  if (count % 2 == 0 || arguments.events == 0) {
    std::puts("usage: recovery_test [--events N] [--seconds S]");
    return 2;
  }
  std::string directory = (std::filesystem::temp_directory_path() / "cqrs-recovery-XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) return 2;
  const int status = run(arguments, directory);
  std::filesystem::remove_all(directory);
  return status;
}
