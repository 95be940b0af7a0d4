// A database file with damage: a store says what is wrong with it, or opens it; what it then delivers is what was
// stored.
//
// The input is where the damage is. Its first byte says which file (1: with a write-ahead log) and how it is opened (2:
// to be read only); then follow edits: what (1; from 128 on of the log), where (3), how much (1), and what is written
// there. The file itself is the same each time.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include <cqrs/snapshot_store.hpp>
#include <cqrs/sqlite.hpp>

#include "../vfs/memory_disk.hpp"
#include "edits.hpp"
#include "entry.hpp"

namespace {

using namespace cqrs;
using fuzz::demand;

constexpr std::uint64_t kFingerprint = 7;

/// All that an event says.
std::string told(const RecordedEvent& event) {
  const CommitMetadata& commit = *event.commit;
  std::string text = to_string(event.position) + " " + to_string(event.stream) + " v" + std::to_string(event.version) +
                     " " + std::string(event.type) + " " + std::to_string(event.layout_version) + " " +
                     to_string(event.id) + " " + std::string(as_text(event.body));
  for (const std::string_view tag : event.tags) text += " #" + std::string(tag);
  text += " by " + std::string(commit.actor) + " " + to_string(commit.command_id) + " " +
          to_string(commit.correlation) + (commit.causation ? to_string(*commit.causation) : "") + " " +
          std::to_string(commit.recorded.nanoseconds) + std::string(commit.trace) + std::string(commit.open);
  return text;
}

Uuid numbered_id(std::uint8_t number) {
  Uuid id = *Uuid::from_text("01900000-0000-7000-8000-000000000000");
  id.bytes.back() = number;
  return id;
}

std::string body_of(std::uint8_t number) { return std::to_string(number) + std::string(std::size_t{number} * 90, 'x'); }

/// A store of twenty commits, as it was closed and as it was left open, and what is in it.
class Stored {
 public:
  Stored() {
    disk_.load({});
    {
      const auto store = opened();
      for (std::uint8_t i = 0; i < 14; ++i) append(*store, i);
      (void)store->snapshots()->save({"", "account", as_bytes("1")}, kFingerprint, 5, as_bytes("the state"));
    }
    closed_ = disk_.files();
    const auto store = opened();
    for (std::uint8_t i = 14; i < 20; ++i) append(*store, i);
    left_open_ = disk_.files();
    (void)store->read_all({}, {}, kNoLimit, [&](const RecordedEvent& event) {
      events_.emplace(event.position, told(event));
      return Visit::next;
    });
  }
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;
  ~Stored() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] vfs::MemoryDisk& disk() { return disk_; }
  [[nodiscard]] std::string path() const { return folder_ / "store.db"; }
  [[nodiscard]] const vfs::Image& image(bool open) const { return open ? left_open_ : closed_; }
  [[nodiscard]] const std::map<Position, std::string>& events() const { return events_; }
  /// How many of them the image holds.
  [[nodiscard]] std::size_t count(bool open) const { return open ? events_.size() : kInClosed; }
  static constexpr std::size_t kInClosed = 28;

  Result<std::unique_ptr<sqlite::SqliteStore>> open(bool read_only) {
    sqlite::Options options;
    options.vfs = disk_.name();
    options.access = read_only ? sqlite::Access::read_only : sqlite::Access::read_write;
    return sqlite::open(path(), options);
  }

 private:
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cqrs-fuzz-XXXXXX").string();
    demand(mkdtemp(name.data()) != nullptr, "a folder can be made");
    // Whoever only reads looks whether the file is there; what is in it is in memory.
    (void)std::fclose(std::fopen((name + "/store.db").c_str(), "w"));
    return name;
  }
  std::unique_ptr<sqlite::SqliteStore> opened() {
    auto store = open(false);
    demand(store.has_value(), "a sound file is opened", [&] { return store.error().text; });
    return *std::move(store);
  }

  static void append(Store& store, std::uint8_t number) {
    const std::string body = body_of(number);
    const std::string_view tags[] = {"a", number % 3 == 0 ? "third" : "other"};
    const NewEvent first[] = {{"Happened", 1, as_bytes(body), tags}};
    const NewEvent second[] = {{"Happened", 2, as_bytes("more"), {}}, {"Ended", 1, as_bytes(""), {}}};
    const std::string key = std::to_string(number % 4);
    const StreamAppend both[] = {{{"", "account", as_bytes(key)}, ExpectedVersion::any(), first},
                                 {{"", "order", as_bytes(key)}, ExpectedVersion::any(), second}};
    AppendRequest request;
    request.streams = std::span(both).first(number % 2 == 0 ? 1 : 2);
    request.metadata.command_id = numbered_id(number);
    request.metadata.actor = number % 5 == 0 ? "somebody" : "";
    request.metadata.recorded = Instant{1'000 + number};
    if (number % 4 == 0) request.command = CommandRecord{hash128(as_bytes(body)), as_bytes(body)};
    const auto stored = store.append(request);
    demand(stored.has_value(), "a sound store takes an append", [&] { return stored.error().text; });
  }

  std::filesystem::path folder_ = make_folder();
  vfs::MemoryDisk disk_{"cqrs-fuzz"};
  vfs::Image closed_;
  vfs::Image left_open_;
  std::map<Position, std::string> events_;
};

/// Holds what a store delivers against what was stored.
class Audit {
 public:
  Audit(Store& store, const std::map<Position, std::string>& events) : store_(store), events_(events) {}

  /// How many events there are; none where reading ended with an error.
  std::optional<std::size_t> read_all(const EventFilter& filter = {}) {
    Position last{};
    std::size_t seen = 0;
    const auto next = store_.read_all({}, filter, kNoLimit, [&](const RecordedEvent& event) {
      expect(event);
      demand(last < event.position, "events come in their order");
      last = event.position;
      ++seen;
      return Visit::next;
    });
    if (!next) expect_error(next.error());
    return next ? std::optional(seen) : std::nullopt;
  }

  void read_stream(const StreamRef& stream) {
    Version version = 0;
    const auto last = store_.read(stream, 1, kNoLimit, [&](const RecordedEvent& event) {
      expect(event);
      demand(event.stream == stream, "an event is of the stream that was asked for");
      demand(event.version == ++version, "versions have no gaps");
      return Visit::next;
    });
    if (!last) expect_error(last.error());
    const auto head = store_.head(stream);
    if (!head) expect_error(head.error());
  }

  void read_rest() {
    bool whole = true;  // behind damage, nobody can tell where a commit stood
    const auto commits = store_.read_commits([&](const Result<RecordedCommit>& commit) {
      whole = whole && commit;
      if (!commit) return expect_error(commit.error()), Visit::next;
      for (const RecordedEvent& event : commit->events) whole ? expect(event) : expect_somewhere(event);
      if (commit->damage) expect_error(*commit->damage);
      return Visit::next;
    });
    if (!commits) expect_error(commits.error());
    const auto streams = store_.read_streams({}, kNoLimit, [](const StreamHead&) { return Visit::next; });
    if (!streams) expect_error(streams.error());
    for (std::uint8_t i = 0; i < 20; ++i) {
      const auto command = store_.find_command(numbered_id(i));
      if (!command) expect_error(command.error());
      demand(!command || !*command || as_text((*command)->result) == body_of(i), "a command came to what it came to");
    }
    const auto end = store_.end(0);
    if (!end) expect_error(end.error());
  }

  void read_snapshot() {
    if (store_.snapshots() == nullptr) return;
    const auto snapshot = store_.snapshots()->load({"", "account", as_bytes("1")}, kFingerprint);
    if (!snapshot) return expect_error(snapshot.error());
    demand(!*snapshot || ((*snapshot)->version == 5 && as_text((*snapshot)->bytes) == "the state"),
           "a damaged snapshot is not taken");
  }

  static void expect_error(const Error& error) {
    demand(!error.text.empty(), "an error says what is wrong");
    demand(error.code == ErrorCode::corruption || error.code == ErrorCode::unsupported_version ||
               error.code == ErrorCode::unavailable,
           "damage is called so", [&] { return error.text; });
  }

 private:
  void expect(const RecordedEvent& event) {
    const auto found = events_.find(event.position);
    demand(found != events_.end() && found->second == told(event), "only what was stored is delivered",
           [&] { return told(event) + "\n" + (found == events_.end() ? "nothing stands there" : found->second); });
  }

  void expect_somewhere(const RecordedEvent& event) {
    const auto text = told(event);
    const std::string said = text.substr(text.find(' '));
    demand(std::ranges::any_of(events_, [&](const auto& stored) { return stored.second.ends_with(said); }),
           "only what was stored is delivered", [&] { return text; });
  }

  Store& store_;
  const std::map<Position, std::string>& events_;
};

void check(Stored& stored, bool left_open, bool read_only) {
  const auto store = stored.open(read_only);
  if (!store) return Audit::expect_error(store.error());
  Audit audit(**store, stored.events());
  const auto count = audit.read_all();
  if (!left_open) {
    demand(!count || *count == stored.count(false), "no event is lost without an error",
           [&] { return std::to_string(*count); });
  }
  const std::string_view tags[] = {"third"};
  const std::string_view types[] = {"Ended"};
  (void)audit.read_all({.types = types});
  (void)audit.read_all({.tags = tags});
  for (const std::string_view key : {"0", "1", "2", "3", "4"}) audit.read_stream({"", "account", as_bytes(key)});
  audit.read_rest();
  audit.read_snapshot();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static Stored stored;
  const bool left_open = (data[0] & 1U) != 0;
  vfs::Image image = stored.image(left_open);
  fuzz::Edits edits(std::span(data, size).subspan(1));
  for (int i = 0; i < 16 && edits.make(image, stored.path()); ++i) {
  }
  stored.disk().load(image);
  check(stored, left_open, (data[0] & 2U) != 0);
  return 0;
}
