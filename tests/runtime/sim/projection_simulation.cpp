#include "projection_simulation.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <cqrs/memory.hpp>
#include <cqrs/projections.hpp>

#include "../projection/totals.hpp"
#include "projection/followed.hpp"
#include "projection/ledger.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"

namespace sim {
namespace {

using cqrs::Position;
using cqrs::projection::Followed;
using projection_test::AtLeast;
using projection_test::Total;
using Rows = std::map<std::string, Total>;

constexpr int kSteps = 250;

class StepClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {nanoseconds_}; }
  void move(cqrs::Duration by) { nanoseconds_ += by.count(); }

 private:
  std::int64_t nanoseconds_ = 1'767'258'000'000'000'000;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

class ProjectionSimulation {
 public:
  ProjectionSimulation(std::uint64_t seed, RowDefect defect) : random_(seed), defect_(defect), rows_(random_, defect) {
    projection_test::healed = false;
    around_.options.retry_first = std::chrono::seconds(1);
    around_.options.retry_last = std::chrono::seconds(20);
    start(Total::definition());
  }
  ~ProjectionSimulation() { projection_test::healed = false; }

  ProjectionReport run() {
    for (int i = 0; i < kSteps && report_.problems.empty(); ++i) {
      act();
      check();
    }
    if (report_.problems.empty()) finish();
    report_.faults = rows_.faults();
    return std::move(report_);
  }

 private:
  void problem(std::string text) { report_.problems.push_back(std::move(text)); }
  [[nodiscard]] std::uint64_t any(std::uint64_t below) { return random_() % below; }

  // A program that cannot open its rows is started again.
  void start(const cqrs::ProjectionDefinition& definition) {
    const bool other = projection_ == nullptr || definition_ != &definition;
    definition_ = &definition;
    for (int attempt = 0; attempt < 200; ++attempt) {
      around_.options.workers = static_cast<unsigned>(1 + any(3));
      around_.options.batch_events = 1 + any(9);
      projection_ = std::make_unique<Followed>(around_, definition, rows_);
      const auto opened = projection_->open();
      if (opened) {
        if (other) seen_ = {};
        return;
      }
      if (opened.error().text != "simulated") return problem("cannot be opened: " + opened.error().text);
    }
    problem("could not be opened two hundred times");
  }

  void act() {
    switch (any(16)) {
      case 0: return restart();
      case 1: return rebuild();
      case 2: return wait_a_little();
      case 3: return retry();
      case 4: return pause();
      case 5:
      case 6:
      case 7:
      case 8: return step();
      default: return append();
    }
  }

  void append() {
    static constexpr const char* kBodies[] = {"1", "2", "3", "5", "8", "13", "x", "?", "!"};
    const std::string key = std::to_string(any(4));
    const std::string body = kBodies[any(4) == 0 ? any(9) : any(6)];
    ++report_.events;
    const bool whole = body == "?" || body == "!";  // the event as a whole, not a row's part
    switch (any(5)) {
      case 0: projection_test::add(log_, key, "Moved", (whole ? "1" : body) + " " + other(key)); break;
      case 1: projection_test::add(log_, key, "Added", whole ? "1 1" : body + " 1 2", 1); break;
      case 2: projection_test::add(log_, key, "Other", "0"); break;
      default: projection_test::add(log_, key, "Added", body); break;
    }
  }
  std::string other(const std::string& key) { return std::to_string((std::stoul(key) + 1 + any(3)) % 4); }

  void step() {
    for (auto left = 1 + any(6); left > 0; --left) {
      const auto running = projection_->running();
      if (running.empty()) return;
      const auto& one = running[any(running.size())];
      ++report_.steps;
      projection_->step(one, any(one->shares.size()));
    }
  }

  void restart() {
    ++report_.restarts;
    if (any(2) == 0) projection_->save();
    seen_ = {};  // what was not worth a transaction may be lost
    const bool change = any(4) == 0;
    const bool plain = definition_ == &Total::definition();
    start(plain != change ? Total::definition() : projection_test::doubled());
  }

  void rebuild() {
    ++report_.rebuilds;
    static_cast<void>(projection_->rebuild({.text = "as the seed says"}));
    if (defect_ == RowDefect::shown_early) show_early();
  }

  // What a swap does, before its time.
  void show_early() {
    projection_->save();
    const auto done = rows_.write([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto all = cqrs::projection::generations(connection, definition_->name);
      if (!all) return cqrs::unexpected<cqrs::Error>(all.error());
      for (auto& one : *all) {
        using State = cqrs::projection::GenerationState;
        if (one.state == State::replaced) continue;
        one.state = one.state == State::building ? State::shown : State::replaced;
        if (auto put = put_generation(connection, definition_->name, one); !put) return put;
      }
      return {};
    });
    if (done) start(*definition_);
  }

  void wait_a_little() { clock_.move(std::chrono::milliseconds(any(5'000))); }
  void retry() { static_cast<void>(projection_->retry({.projection = "t.Total"}, {.text = "as the seed says"})); }
  void pause() {
    static_cast<void>(projection_->pause({.text = "as the seed says"}));
    if (any(4) != 0) static_cast<void>(projection_->resume({.text = "as the seed says"}));
  }

  struct Shown {
    Rows rows;
    Position position;
    std::vector<cqrs::DeadLetter> letters;
  };
  std::optional<Shown> look() {
    const auto shown = projection_->shown();
    if (!shown) return std::nullopt;
    Shown look;
    look.position = shown->position;
    std::vector<Total> found;
    const AtLeast query{.sum = -1'000'000'000'000};
    const auto read = rows_.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      cqrs::projection::QueryTexts texts;
      const auto table = cqrs::projection::table_name(*definition_->table, shown->generation);
      auto next = cqrs::projection::run_query(connection, AtLeast::definition(), table, &query, {.page_rows = 1'000},
                                              &found, texts);
      if (!next) return cqrs::unexpected<cqrs::Error>(next.error());
      auto letters =
          cqrs::projection::select_letters(connection, shown->generation, {.projection = "t.Total"}, cqrs::kNoLimit);
      if (!letters) return cqrs::unexpected<cqrs::Error>(letters.error());
      look.letters = *std::move(letters);
      return {};
    });
    if (!read) problem("the rows cannot be read: " + read.error().text);
    for (auto& row : found) look.rows.emplace(row.key, row);
    return look;
  }

  // Where each step of a trail stands in the log.
  std::map<std::string, Position> places() {
    std::map<std::string, Position> found;
    const auto visit = [&](const cqrs::RecordedEvent& event) {
      found[std::string(cqrs::as_text(event.stream.key)) + ":" + std::to_string(event.version)] = event.position;
      return cqrs::Visit::next;
    };
    static_cast<void>(log_.read_all({}, {}, cqrs::kNoLimit, visit).value());
    return found;
  }

  void check() {
    const auto shown = look();
    if (!shown) return;
    if (shown->position < seen_) problem("what is shown has gone back");
    seen_ = shown->position;
    report_.letters += shown->letters.empty() ? 0 : 1;
    std::set<std::pair<std::string, std::uint64_t>> waiting;
    for (const auto& letter : shown->letters) waiting.emplace(letter.sequence, letter.position.sequence());
    const auto where = places();
    for (const auto& [key, full] : projection_test::fold(log_)) {
      const auto row = shown->rows.find(key);
      const auto have = row == shown->rows.end() ? std::vector<std::string>() : words_of(row->second.trail);
      check_row(key, words_of(full.trail), have, where, waiting, shown->position);
    }
  }

  void check_row(const std::string& key, const std::vector<std::string>& all, const std::vector<std::string>& have,
                 const std::map<std::string, Position>& where,
                 const std::set<std::pair<std::string, std::uint64_t>>& waiting, Position position) {
    std::map<std::string, int> times;
    for (const auto& step : have) {
      if (++times[step] > 1) problem("row " + key + " holds " + step + " twice");
    }
    std::map<std::string, Position> last;  // of each stream
    for (const auto& step : have) {
      const std::string stream = step.substr(0, step.find(':'));
      const Position at = where.at(step.substr(0, step.find('.')));
      if (at < last[stream]) problem("row " + key + " holds " + step + " behind a later event of its stream");
      last[stream] = at;
    }
    for (const auto& step : all) {
      const Position at = where.at(step.substr(0, step.find('.')));
      if (at > position || times.contains(step)) continue;
      const std::string stream = "stream:t.Ledger/" + step.substr(0, step.find(':'));
      if (!waiting.contains({"[\"" + key + "\"]", at.sequence()}) && !waiting.contains({stream, at.sequence()})) {
        problem("row " + key + " has neither " + step + " nor a dead letter for it");
      }
    }
  }

  // Everything is well again: all is to be there, as the code of today makes it.
  void finish() {
    rows_.heal();
    projection_test::healed = true;
    static_cast<void>(projection_->resume({.text = "the end"}));
    for (int i = 0; i < 1'000; ++i) {
      const bool more = projection_->step_all();
      const auto status = projection_->status();
      if (!more && status.state == cqrs::ProjectionState::live && !status.building) break;
    }
    const auto ended = projection_->status();
    if (ended.state != cqrs::ProjectionState::live || ended.building) {
      problem("it is not live at the end: " + (ended.error ? ended.error->text : "no error"));
    }
    const auto retried = projection_->retry({.projection = "t.Total"}, {.text = "the end"});
    if (!retried) problem("the last retry failed: " + retried.error().text);
    const auto shown = look();
    if (!shown) return problem("nothing is shown at the end");
    if (!shown->letters.empty()) problem("dead letters are left: " + shown->letters.front().error);
    const int times = definition_ == &Total::definition() ? 1 : 2;
    Rows expected = projection_test::fold(log_, times);
    std::string everything;
    for (auto& [key, row] : expected) {
      const auto found = shown->rows.find(key);
      if (found == shown->rows.end()) {
        problem("row " + key + " is missing at the end");
        continue;
      }
      if (found->second.sum != row.sum) problem("row " + key + " is not what its events come to");
      everything += key + "=" + std::to_string(found->second.sum) + " " + found->second.trail;
    }
    if (shown->rows.size() != expected.size()) problem("there are other rows than events make");
    report_.rows = cqrs::hash64(cqrs::as_bytes(everything));
    check();
  }

  std::mt19937_64 random_;
  RowDefect defect_;
  StepClock clock_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  cqrs::Store& log_ = *store_;
  FaultyRows rows_;
  cqrs::projection::Surroundings around_{log_, nullptr, {}, clock_};
  const cqrs::ProjectionDefinition* definition_ = nullptr;
  std::unique_ptr<Followed> projection_;
  Position seen_;
  ProjectionReport report_;
};

}  // namespace

ProjectionReport run_projection(std::uint64_t seed, RowDefect defect) {
  return ProjectionSimulation(seed, defect).run();
}

}  // namespace sim
