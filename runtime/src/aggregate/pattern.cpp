#include "aggregate/pattern.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

namespace cqrs::aggregate {
namespace {

constexpr std::size_t kMaxSteps = 1'000'000;
constexpr int kMaxDepth = 100;
constexpr char32_t kLastCodePoint = 0x10FFFF;

// The next code point of well-formed text.
char32_t take_code_point(std::string_view& text) {
  const auto byte = static_cast<unsigned char>(text.front());
  const std::size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  auto code = static_cast<char32_t>(size == 1 ? byte : byte & (0xFFU >> (size + 1)));
  const std::size_t there = std::min(size, text.size());
  for (std::size_t i = 1; i < there; ++i) code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(there);
  return code;
}

}  // namespace

bool Pattern::Set::has(char32_t c) const noexcept {
  const bool found = std::any_of(ranges.begin(), ranges.end(),
                                 [&](const Range& range) { return range.first <= c && c <= range.second; });
  return found != negated;
}

/// Reads a pattern and writes the steps of an automaton that follows all ways at once.
class PatternCompiler {
 public:
  PatternCompiler(Pattern& pattern, std::string_view text) : pattern_(pattern), rest_(text) {}

  void compile() {
    const Node root = alternatives(0);
    if (!rest_.empty()) fail();
    write(root);
    add({Pattern::Step::Kind::done});
  }

 private:
  static constexpr int kForEver = std::numeric_limits<int>::max();

  struct Node {
    enum class Kind : std::uint8_t { take, sequence, choice, repeat };
    Kind kind = Kind::sequence;
    std::uint32_t set = 0;
    int least = 0;
    int most = 0;
    std::vector<Node> parts = {};
  };

  [[noreturn]] static void fail() { throw std::invalid_argument("a pattern of `matches` is malformed"); }

  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool skip(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  Node alternatives(int depth) {
    if (depth > kMaxDepth) fail();
    Node choice{Node::Kind::choice};
    do {
      Node sequence;
      while (!rest_.empty() && !at('|') && !at(')')) sequence.parts.push_back(repetition(atom(depth)));
      choice.parts.push_back(std::move(sequence));
    } while (skip('|'));
    return choice.parts.size() == 1 ? std::move(choice.parts.front()) : choice;
  }

  Node atom(int depth) {
    if (skip('(')) {
      if (skip('?') && !skip(':')) fail();
      Node group = alternatives(depth + 1);
      if (!skip(')')) fail();
      return group;
    }
    if (skip('[')) return taking(character_class());
    if (skip('.')) return taking({{{U'\n', U'\n'}}, true});
    if (skip('\\')) return taking(escape());
    if (std::string_view("*+?{^$").find(rest_.front()) != std::string_view::npos) fail();
    const char32_t c = take_code_point(rest_);
    return taking({{{c, c}}, false});
  }

  Node taking(Pattern::Set set) {
    pattern_.sets_.push_back(std::move(set));
    return {Node::Kind::take, static_cast<std::uint32_t>(pattern_.sets_.size() - 1)};
  }

  Node repetition(Node of) {
    int least = 0;
    int most = kForEver;
    if (skip('?')) {
      most = 1;
    } else if (skip('+')) {
      least = 1;
    } else if (skip('{')) {
      least = most = number();
      if (skip(',')) most = at('}') ? kForEver : number();
      if (!skip('}') || least > most) fail();
    } else if (!skip('*')) {
      return of;
    }
    skip('?');  // lazy or not makes no difference over the whole text
    Node repeat{Node::Kind::repeat, 0, least, most};
    repeat.parts.push_back(std::move(of));
    return repeat;
  }

  int number() {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') fail();
    int value = 0;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      if (value > 100'000) fail();
    }
    return value;
  }

  Pattern::Set escape() {
    if (rest_.empty()) fail();
    const char32_t c = take_code_point(rest_);
    switch (c) {
      case U'd': return {{{U'0', U'9'}}, false};
      case U'D': return {{{U'0', U'9'}}, true};
      case U'w': return {{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}}, false};
      case U'W': return {{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}}, true};
      case U's': return {{{U'\t', U'\n'}, {U'\f', U'\r'}, {U' ', U' '}}, false};
      case U'S': return {{{U'\t', U'\n'}, {U'\f', U'\r'}, {U' ', U' '}}, true};
      case U'n': return {{{U'\n', U'\n'}}, false};
      case U'r': return {{{U'\r', U'\r'}}, false};
      case U't': return {{{U'\t', U'\t'}}, false};
      default: return {{{c, c}}, false};
    }
  }

  Pattern::Set character_class() {
    Pattern::Set set;
    set.negated = skip('^');
    for (bool first = true; first || !at(']'); first = false) {
      if (rest_.empty()) fail();
      const Pattern::Set low = class_member();
      const bool range = rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']';
      if (!range) {
        append(set, low);
        continue;
      }
      rest_.remove_prefix(1);
      const Pattern::Set high = class_member();
      if (!one_character(low) || !one_character(high)) fail();
      if (high.ranges[0].first < low.ranges[0].first) fail();
      set.ranges.emplace_back(low.ranges[0].first, high.ranges[0].first);
    }
    rest_.remove_prefix(1);
    return set;
  }

  Pattern::Set class_member() {
    if (rest_.empty()) fail();
    if (skip('\\')) return escape();
    const char32_t c = take_code_point(rest_);
    return {{{c, c}}, false};
  }

  static bool one_character(const Pattern::Set& set) {
    return !set.negated && set.ranges.size() == 1 && set.ranges[0].first == set.ranges[0].second;
  }

  // \D, \W and \S inside of a class: all that lies between their ranges, which are in order.
  static void append(Pattern::Set& set, const Pattern::Set& member) {
    if (!member.negated) {
      set.ranges.insert(set.ranges.end(), member.ranges.begin(), member.ranges.end());
      return;
    }
    char32_t next = 0;
    for (const auto& [first, last] : member.ranges) {
      if (next < first) set.ranges.emplace_back(next, first - 1);
      next = last + 1;
    }
    set.ranges.emplace_back(next, kLastCodePoint);
  }

  std::uint32_t add(Pattern::Step step) {
    if (pattern_.steps_.size() >= kMaxSteps) throw std::length_error("a pattern of `matches` repeats too much");
    pattern_.steps_.push_back(step);
    return static_cast<std::uint32_t>(pattern_.steps_.size() - 1);
  }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(pattern_.steps_.size()); }

  void write(const Node& node) {
    switch (node.kind) {
      case Node::Kind::take: add({Pattern::Step::Kind::take, node.set}); break;
      case Node::Kind::sequence:
        for (const Node& part : node.parts) write(part);
        break;
      case Node::Kind::choice: write_choice(node); break;
      case Node::Kind::repeat: write_repeat(node); break;
    }
  }

  void write_choice(const Node& node) {
    std::vector<std::uint32_t> exits;
    for (std::size_t i = 0; i + 1 < node.parts.size(); ++i) {
      const auto fork = add({Pattern::Step::Kind::fork});
      pattern_.steps_[fork].first = here();
      write(node.parts[i]);
      exits.push_back(add({Pattern::Step::Kind::go}));
      pattern_.steps_[fork].second = here();
    }
    write(node.parts.back());
    for (const auto exit : exits) pattern_.steps_[exit].first = here();
  }

  void write_repeat(const Node& node) {
    const Node& part = node.parts.front();
    for (int i = 0; i < node.least; ++i) write(part);
    if (node.most == kForEver) {
      const auto fork = add({Pattern::Step::Kind::fork});
      pattern_.steps_[fork].first = here();
      write(part);
      add({Pattern::Step::Kind::go, fork});
      pattern_.steps_[fork].second = here();
      return;
    }
    std::vector<std::uint32_t> forks;
    for (int i = node.least; i < node.most; ++i) {
      forks.push_back(add({Pattern::Step::Kind::fork}));
      pattern_.steps_[forks.back()].first = here();
      write(part);
    }
    for (const auto fork : forks) pattern_.steps_[fork].second = here();
  }

  Pattern& pattern_;
  std::string_view rest_;
};

/// The steps the automaton is at, each once.
struct Pattern::Threads {
  explicit Threads(std::size_t steps) : seen(steps, 0) {}

  void clear() {
    at.clear();
    ++round;
  }

  std::vector<std::uint32_t> at;  // those that take a character, or are done
  std::vector<std::uint32_t> open;
  std::vector<std::uint32_t> seen;
  std::uint32_t round = 1;
};

void Pattern::follow(std::uint32_t from, Threads& threads) const {
  threads.open.push_back(from);
  while (!threads.open.empty()) {
    const std::uint32_t step = threads.open.back();
    threads.open.pop_back();
    if (threads.seen[step] == threads.round) continue;
    threads.seen[step] = threads.round;
    switch (steps_[step].kind) {
      case Step::Kind::fork:
        threads.open.push_back(steps_[step].second);
        threads.open.push_back(steps_[step].first);
        break;
      case Step::Kind::go: threads.open.push_back(steps_[step].first); break;
      default: threads.at.push_back(step);
    }
  }
}

Pattern::Pattern(std::string_view text) { PatternCompiler(*this, text).compile(); }

bool Pattern::matches(std::string_view text) const {
  Threads now(steps_.size());
  Threads next(steps_.size());
  follow(0, now);
  while (!text.empty() && !now.at.empty()) {
    const char32_t c = take_code_point(text);
    next.clear();
    for (const auto step : now.at) {
      if (steps_[step].kind == Step::Kind::take && sets_[steps_[step].first].has(c)) follow(step + 1, next);
    }
    std::swap(now, next);
  }
  return text.empty() && std::any_of(now.at.begin(), now.at.end(),
                                     [&](std::uint32_t step) { return steps_[step].kind == Step::Kind::done; });
}

}  // namespace cqrs::aggregate
