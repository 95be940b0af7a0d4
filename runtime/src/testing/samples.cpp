#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/arithmetic.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/testing_samples.hpp>

namespace cqrs::testing {
namespace {

constexpr std::string_view kHead = "cqrs samples 1";
constexpr std::string_view kFunction = "function ";
constexpr std::string_view kArrow = " -> ";
constexpr std::string_view kUnasked = "?";

/// Takes what stands before the next blank.
std::string_view take_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

/// The number of `v3` or `r3`.
std::optional<std::uint32_t> number_behind(char letter, std::string_view word) {
  std::uint32_t number = 0;
  if (word.empty() || word.front() != letter) return std::nullopt;
  const auto read = std::from_chars(word.data() + 1, word.data() + word.size(), number);
  if (read.ec != std::errc() || read.ptr != word.data() + word.size()) return std::nullopt;
  return number;
}

std::optional<Buffer> bytes_of_hex(std::string_view text) {
  Buffer bytes;
  if (text == "-") return bytes;
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto read = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (read.ptr != text.data() + i + 2) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(value));
  }
  return bytes;
}

/// The values of a JSON list, and what follows the list.
std::optional<std::vector<std::string_view>> take_list(std::string_view& text) {
  if (!text.starts_with('[')) return std::nullopt;
  std::vector<std::string_view> values;
  std::size_t begin = 1;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
      continue;
    }
    quoted = c == '"';
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth != 0 && !(depth == 1 && c == ',')) continue;
    if (i > begin) values.push_back(text.substr(begin, i - begin));
    begin = i + 1;
    if (depth != 0) continue;
    text.remove_prefix(i + 1);
    return values;
  }
  return std::nullopt;
}

class SampleChecker {
 public:
  SampleChecker(std::span<const SampledLayout> layouts, std::span<const SampledFunction> functions,
                std::span<const AggregateDefinition* const> aggregates, const void* externs, bool seal)
      : layouts_(layouts), functions_(functions), aggregates_(aggregates), externs_(externs), seal_(seal) {}

  /// What is wrong with a line; empty where nothing is. Where a result is asked for it is written into the line.
  std::string check(std::string& line) {
    if (line.empty() || line.front() == '#') return {};
    return line.starts_with(kFunction) ? check_function(line) : check_layout(line);
  }

 private:
  [[nodiscard]] std::string check_layout(std::string_view line) const {
    const auto name = take_word(line);
    const auto version = number_behind('v', take_word(line));
    const auto bytes = bytes_of_hex(take_word(line));
    if (!version || !bytes) return "this is no sample";
    for (const SampledLayout& layout : layouts_) {
      if (layout.name != name || layout.version != *version) continue;
      auto problem = layout.violation(*bytes, line);
      return problem.empty() ? check_way(name, *version, *bytes) : problem;
    }
    return "the layout is gone: what is stored of it cannot be read any more";
  }

  /// Whether an event leads to today; that a number leaves its range on the way is no fault of the layout.
  [[nodiscard]] std::string check_way(std::string_view name, std::uint32_t version, const Buffer& bytes) const {
    for (const auto* aggregate : aggregates_) {
      for (const EventLayout& layout : aggregate->events) {
        if (layout.type != name || layout.version != version || layout.upcast == nullptr) continue;
        try {
          EncodedEvents today;
          if (!layout.upcast(today, bytes, Meta{}, externs_)) return "it does not lead to today";
        } catch (const ArithmeticError&) {
          return {};
        } catch (const std::exception& exception) {
          return std::string("on its way to today: ") + exception.what();
        }
      }
    }
    return {};
  }

  std::string check_function(std::string& text) {
    std::string_view line = text;
    line.remove_prefix(kFunction.size());
    const auto name = take_word(line);
    const auto revision = number_behind('r', take_word(line));
    const auto arguments = take_list(line);
    if (!revision || !arguments || !line.starts_with(kArrow)) return "this is no sample of a function";
    const std::string_view expected = line.substr(kArrow.size());
    for (const SampledFunction& function : functions_) {
      if (function.name != name || function.revision != *revision) continue;
      if (expected == kUnasked && !seal_)
        return "what it gives has not been sealed: run this program once with CQRS_SEAL=1 in the environment, and "
               "commit "
               "the file";
      const auto given = call(function, *arguments);
      if (!given) return given.error().text;
      if (expected != kUnasked) {
        return function.same(*given, expected) ? "" : "it gives " + *given + "; a new result needs a new revision";
      }
      text.replace(text.size() - kUnasked.size(), kUnasked.size(), *given);
      return {};
    }
    return {};  // a revision that no upcaster calls any more
  }

  [[nodiscard]] Result<std::string> call(const SampledFunction& function,
                                         const std::vector<std::string_view>& arguments) const {
    try {
      return function.call(externs_, arguments);
    } catch (const std::exception& exception) {
      return fail(ErrorCode::handler_failed, std::string("it threw: ") + exception.what());
    }
  }

  std::span<const SampledLayout> layouts_;
  std::span<const SampledFunction> functions_;
  std::span<const AggregateDefinition* const> aggregates_;
  const void* externs_;
  bool seal_;
};

}  // namespace

namespace samples_detail {

namespace {
constexpr std::string_view kBefore = R"({"value":)";
}

std::string wrapped(std::string_view json) { return std::string(kBefore) + std::string(json) + "}"; }

std::string unwrapped(std::string_view json) {
  // What is absent is left out of a record, and is null where it stands alone.
  if (!json.starts_with(kBefore)) return "null";
  return std::string(json.substr(kBefore.size(), json.size() - kBefore.size() - 1));
}

}  // namespace samples_detail

void check_samples(const std::string& path, std::span<const SampledLayout> layouts,
                   std::span<const SampledFunction> functions, std::span<const AggregateDefinition* const> aggregates,
                   const void* externs) {
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path << " cannot be read";
  const char* wish = std::getenv("CQRS_SEAL");
  const bool seal = wish != nullptr && std::string_view(wish) == "1";
  SampleChecker checker(layouts, functions, aggregates, externs, seal);
  std::string text;
  std::string line;
  ASSERT_TRUE(std::getline(file, line) && line == kHead) << path << ":1: this is no file of samples that is known here";
  bool changed = false;
  text = line + "\n";
  for (int number = 2; std::getline(file, line); ++number) {
    const std::string before = line;
    if (const auto problem = checker.check(line); !problem.empty()) {
      ADD_FAILURE_AT(path.c_str(), number) << problem << "\n  " << before;
    }
    changed = changed || line != before;
    text += line + "\n";
  }
  file.close();
  if (changed) std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace cqrs::testing
