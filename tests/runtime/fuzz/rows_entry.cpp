// A database of read-model rows with damage in its bytes, its checkpoints, its dead letters: what follows the log says
// what is wrong, or shows what the events say; where neither is so, `verify` names it. So it is as it is opened, behind
// the rest of the log, when the rows have been built anew, and when what waited has been tried again.
//
// The input says where the damage is. Its first byte says which file (1: with a write-ahead log) and how many of the
// changes behind it are of cells (the 3 bits above); then those, then edits of bytes. File and log are the same each
// time.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include <cqrs/rows.hpp>
#include <cqrs/sqlite.hpp>

#include "../projection/totals.hpp"
#include "../vfs/memory_disk.hpp"
#include "cells.hpp"
#include "edits.hpp"
#include "entry.hpp"
#include "projection/followed.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"
#include "verify_rows.hpp"

namespace {

using namespace cqrs;
using fuzz::demand;
using projection::Followed;
using projection_test::AtLeast;
using projection_test::Total;

constexpr int kInFile = 60;    ///< events that the rows of the closed file show
constexpr int kInOpened = 75;  ///< and of the one that was left open
constexpr int kEvents = 100;

class StillClock final : public Clock {
 public:
  Instant now() override { return {1'767'258'000'000'000'000}; }
};

void expect_error(const Error& error) {
  demand(!error.text.empty(), "an error says what is wrong");
  demand(error.code == ErrorCode::corruption || error.code == ErrorCode::unsupported_version ||
             error.code == ErrorCode::unavailable || error.code == ErrorCode::invalid_argument,
         "damage is called so", [&] { return error.text; });
}

/// What a read model shows.
struct Shown {
  std::map<std::string, Total> rows;
  std::set<std::string> letters;
};

std::string told(const Shown& shown) {
  std::string text;
  for (const auto& [key, row] : shown.rows) text += key + ": " + std::to_string(row.sum) + " of " + row.trail + "\n";
  for (const auto& letter : shown.letters) text += letter + "\n";
  return text;
}

/// A program that follows the log, without its threads.
class Program {
 public:
  Program(Store& store, sql::RowStore& rows, const ProjectionDefinition& definition)
      : around_{.store = store, .options = {.batch_events = 7, .workers = 2, .attempts = 1}, .clock = clock_},
        rows_(rows),
        followed_(around_, definition, rows) {}

  [[nodiscard]] Followed& followed() { return followed_; }
  Result<void> open() { return followed_.open(); }

  /// Whether it has come to the end of the log; if not, it says why not.
  bool follow() {
    for (int steps = 0; followed_.step_all(); ++steps) {
      if (followed_.status().error) break;
      demand(steps < 500, "following comes to an end");
    }
    const auto status = followed_.status();
    if (status.error) return expect_error(*status.error), false;
    if (status.state == ProjectionState::paused) return false;
    demand(status.state == ProjectionState::live, "who says nothing is at the end");
    demand(status.position == *around_.store.end(0), "nobody is where the log is not",
           [&] { return to_string(status.position); });
    return true;
  }

  /// None where it cannot be read.
  std::optional<Shown> look() {
    const auto where = followed_.shown();
    if (!where) return std::nullopt;
    Shown shown;
    std::vector<Total> found;
    const auto read = rows_.read([&](sql::Connection& connection) -> Result<void> {
      const AtLeast query{.sum = std::numeric_limits<std::int64_t>::min()};
      projection::QueryTexts texts;
      auto next = projection::run_query(connection, AtLeast::definition(), *where->table, &query, {.page_rows = 1'000},
                                        &found, texts);
      return next ? Result<void>() : unexpected<Error>(next.error());
    });
    if (!read) return expect_error(read.error()), std::nullopt;
    for (const Total& row : found) shown.rows.emplace(row.key, row);
    const auto letters = followed_.dead_letters({.projection = "t.Total"}, kNoLimit);
    if (!letters) return expect_error(letters.error()), std::nullopt;
    for (const DeadLetter& letter : *letters) {
      shown.letters.insert(letter.sequence + " " + to_string(letter.position));
    }
    return shown;
  }

 private:
  StillClock clock_;
  projection::Surroundings around_;
  sql::RowStore& rows_;
  Followed followed_;
};

/// From now on nothing is poisoned, until this goes.
class Healing {
 public:
  Healing() { projection_test::healed = true; }
  Healing(const Healing&) = delete;
  Healing& operator=(const Healing&) = delete;
  ~Healing() { projection_test::healed = false; }
};

/// A log, and two files of its rows: as it was closed, and as it was left open.
class Kept {
 public:
  Kept() {
    disk_.load({});
    {
      auto store = opened();
      append(*store, 0, kInFile);
      // Rows of other code, then those of this one.
      for (const auto* definition : {&projection_test::doubled(), &Total::definition()}) {
        auto rows = opened_rows(*store);
        demand(sound(*store, *rows, *definition).has_value(), "a sound log is followed");
      }
    }
    closed_ = rows_now();
    {
      auto store = opened();
      append(*store, kInFile, kInOpened);
      auto rows = opened_rows(*store);
      (void)sound(*store, *rows, Total::definition());
      left_open_ = rows_now();
    }
    auto store = opened();
    append(*store, kInOpened, kEvents);
    auto rows = opened_rows(*store);
    right_ = sound(*store, *rows, Total::definition()).value();
    demand(!right_.letters.empty(), "something waits");
    all_ = projection_test::fold(*store);
    rows.reset();
    store.reset();
    for (auto& [name, content] : disk_.files()) {
      if (!is_of_rows(name)) log_.emplace(name, content);
    }
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return folder_ / "store.db"; }
  [[nodiscard]] vfs::MemoryDisk& disk() { return disk_; }
  /// The log and the rows.
  [[nodiscard]] vfs::Image image(bool open) const {
    vfs::Image image = open ? left_open_ : closed_;
    image.insert(log_.begin(), log_.end());
    return image;
  }
  /// What is shown where there is no damage: while some events are poisoned, and when none are any more.
  [[nodiscard]] const Shown& right() const { return right_; }
  [[nodiscard]] const std::map<std::string, Total>& all() const { return all_; }

  [[nodiscard]] Result<std::unique_ptr<sqlite::SqliteStore>> open() {
    sqlite::Options options;
    options.vfs = disk_.name();
    return sqlite::open(path(), options);
  }

 private:
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cqrs-fuzz-XXXXXX").string();
    demand(mkdtemp(name.data()) != nullptr, "a folder can be made");
    return name;
  }
  static bool is_of_rows(const std::string& name) { return name.find("-rows") != std::string::npos; }
  [[nodiscard]] vfs::Image rows_now() const {
    vfs::Image rows = disk_.files();
    std::erase_if(rows, [](const auto& file) { return !is_of_rows(file.first); });
    return rows;
  }
  std::unique_ptr<sqlite::SqliteStore> opened() {
    auto store = open();
    demand(store.has_value(), "a sound log is opened", [&] { return store.error().text; });
    return *std::move(store);
  }
  static std::shared_ptr<sql::RowStore> opened_rows(Store& store) {
    auto rows = store.open_rows();
    demand(rows.has_value(), "sound rows are opened", [&] { return rows.error().text; });
    return *std::move(rows);
  }
  static std::optional<Shown> sound(Store& store, sql::RowStore& rows, const ProjectionDefinition& definition) {
    Program program(store, rows, definition);
    demand(program.open().has_value() && program.follow(), "a sound log is followed");
    return program.look();
  }

  static void append(Store& store, int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string key = "k" + std::to_string(i % 5);
      const std::string amount = i % 31 == 7 ? "x" : std::to_string(i);
      switch (i % 9) {
        case 3: projection_test::add(store, key, "Moved", amount + " k" + std::to_string((i + 3) % 5)); break;
        case 4: projection_test::add(store, key, "Added", std::to_string(i) + " 1", 1); break;
        case 5: projection_test::add(store, "q", "Added", i == 50 ? "?" : "2"); break;
        default: projection_test::add(store, key, "Added", amount); break;
      }
    }
  }

  std::filesystem::path folder_ = make_folder();
  vfs::MemoryDisk disk_{"cqrs-fuzz-rows"};
  vfs::Image log_;
  vfs::Image closed_;
  vfs::Image left_open_;
  Shown right_;
  std::map<std::string, Total> all_;
};

/// Whether `verify` says that something is wrong.
bool is_named(Store& store) {
  static const ProjectionDefinition* const definitions[] = {&Total::definition()};
  ctl::Findings findings;
  ctl::Domain domain;
  domain.projections = definitions;
  const auto verified = ctl::verify_rows(store, domain, findings);
  return !verified || findings.count() > 0;
}

/// What is shown at one of the moments that count.
struct Moment {
  const char* name;
  std::optional<Shown> shown;
  const Shown& right;
};

class Check {
 public:
  Check(Kept& kept, Store& store) : kept_(kept), store_(store) {}

  void run() {
    hold({"when it has been opened", opened_and_followed(), kept_.right()});
    hold({"when it has been built anew", rebuilt(), kept_.right()});
    const Healing healing;
    hold({"when all is tried again", retried(), Shown{kept_.all(), {}}});
  }

 private:
  /// None where an error has said what is wrong.
  template <class Work>
  std::optional<Shown> with_program(Work work) {
    const auto rows = store_.open_rows();
    if (!rows) return expect_error(rows.error()), std::nullopt;
    Program program(store_, **rows, Total::definition());
    if (const auto opened = program.open(); !opened) return expect_error(opened.error()), std::nullopt;
    if (!program.follow()) return std::nullopt;
    if (const Result<void> worked = work(program.followed()); !worked) {
      return expect_error(worked.error()), std::nullopt;
    }
    return program.follow() ? program.look() : std::nullopt;
  }
  std::optional<Shown> opened_and_followed() {
    return with_program([](Followed&) { return Result<void>(); });
  }
  std::optional<Shown> rebuilt() {
    return with_program([](Followed& followed) { return followed.rebuild({.text = "for a test"}); });
  }
  std::optional<Shown> retried() {
    return with_program([](Followed& followed) -> Result<void> {
      const auto done = followed.retry({.projection = "t.Total"}, {.text = "for a test"});
      return done ? Result<void>() : unexpected<Error>(done.error());
    });
  }

  void hold(const Moment& moment) {
    const bool named = is_named(store_);
    if (!moment.shown || named) return;
    // What waits may be told otherwise, as long as it is applied when its time comes.
    const bool waits_rightly = !moment.right.letters.empty() || moment.shown->letters.empty();
    if (moment.shown->rows == moment.right.rows && waits_rightly) return;
    throw fuzz::Broken(std::string("what is shown ") + moment.name + " is what the events say, or it is named\n" +
                       told(*moment.shown) + "instead of\n" + told(moment.right));
  }

  Kept& kept_;
  Store& store_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static Kept kept;
  vfs::Image image = kept.image((data[0] & 1U) != 0);
  auto input = std::span(data, size).subspan(1);
  const auto cells = std::min<std::size_t>((data[0] >> 1U) & 7U, input.size() / 5);
  fuzz::Edits edits(input.subspan(cells * 5));
  for (int i = 0; i < 16 && edits.make(image, kept.path() + "-rows"); ++i) {
  }
  kept.disk().load(image);
  if (cells > 0) {
    fuzz::Cells changes(kept.path() + "-rows", kept.disk().name());
    for (std::size_t i = 0; i < cells; ++i) changes.change(input.subspan(i * 5).first<5>());
  }
  const auto store = kept.open();
  demand(store.has_value(), "the log is sound", [&] { return store.error().text; });
  Check(kept, **store).run();
  return 0;
}
