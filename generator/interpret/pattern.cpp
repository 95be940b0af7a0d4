#include "interpret/pattern.hpp"

#include <cassert>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cqrsc::interpret {
namespace {

constexpr int kForEver = std::numeric_limits<int>::max();
constexpr char32_t kLastCodePoint = 0x10FFFF;

/// The code points of UTF-8, which has been checked.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    auto point = static_cast<char32_t>(size == 1 ? lead : lead & (0x7FU >> size));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
      point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    points += point;
    at += size;
  }
  return points;
}

/// Code points from first to last, both included.
using Ranges = std::vector<std::pair<char32_t, char32_t>>;

Ranges all_but(const Ranges& ascending) {
  Ranges others;
  char32_t next = 0;
  for (const auto& [first, last] : ascending) {
    if (next < first) others.emplace_back(next, first - 1);
    next = last + 1;
  }
  others.emplace_back(next, kLastCodePoint);
  return others;
}

struct Node {
  enum class Kind { Character, Sequence, Choice, Repeat };
  Kind kind = Kind::Sequence;
  Ranges ranges = {};  ///< Character
  bool is_negated = false;
  int least = 0;  ///< Repeat
  int most = 0;
  std::vector<Node> parts = {};
};

class Reader {
 public:
  explicit Reader(std::u32string pattern) : pattern_(std::move(pattern)) {}

  Node read() {
    Node whole = choice();
    assert(at_ == pattern_.size() && "the pattern was checked");
    return whole;
  }

 private:
  [[nodiscard]] bool is_at(char32_t c) const { return at_ < pattern_.size() && pattern_[at_] == c; }
  bool skip(char32_t c) {
    if (!is_at(c)) return false;
    ++at_;
    return true;
  }
  char32_t take() {
    assert(at_ < pattern_.size() && "the pattern was checked");
    return pattern_[at_++];
  }

  Node choice() {
    Node result{Node::Kind::Choice};
    do {
      Node sequence;
      while (at_ < pattern_.size() && !is_at(U'|') && !is_at(U')')) sequence.parts.push_back(repeated(atom()));
      result.parts.push_back(std::move(sequence));
    } while (skip(U'|'));
    return result;
  }

  Node atom() {
    if (skip(U'(')) {
      if (skip(U'?')) take();  // `(?:`
      Node group = choice();
      take();
      return group;
    }
    if (skip(U'[')) return character_class();
    if (skip(U'.')) return {Node::Kind::Character, {{U'\n', U'\n'}}, true};
    return {Node::Kind::Character, skip(U'\\') ? escape() : one(take())};
  }

  static Ranges one(char32_t c) { return {{c, c}}; }

  Ranges escape() {
    static const Ranges kDigits = {{U'0', U'9'}};
    static const Ranges kWord = {{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}};
    static const Ranges kSpace = {{U'\t', U'\n'}, {U'\f', U'\r'}, {U' ', U' '}};
    switch (const char32_t c = take()) {
      case U'd': return kDigits;
      case U'D': return all_but(kDigits);
      case U'w': return kWord;
      case U'W': return all_but(kWord);
      case U's': return kSpace;
      case U'S': return all_but(kSpace);
      case U'n': return one(U'\n');
      case U'r': return one(U'\r');
      case U't': return one(U'\t');
      default: return one(c);
    }
  }

  Node character_class() {
    Node node{Node::Kind::Character};
    node.is_negated = skip(U'^');
    // A `]` that stands first is one of the characters.
    do {
      Ranges member = skip(U'\\') ? escape() : one(take());
      if (is_at(U'-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != U']') {
        take();
        member.front().second = (skip(U'\\') ? escape() : one(take())).front().first;
      }
      node.ranges.insert(node.ranges.end(), member.begin(), member.end());
    } while (!skip(U']'));
    return node;
  }

  Node repeated(Node part) {
    Node node{Node::Kind::Repeat, {}, false, 0, kForEver};
    if (skip(U'?')) {
      node.most = 1;
    } else if (skip(U'+')) {
      node.least = 1;
    } else if (skip(U'{')) {
      node.least = node.most = number();
      if (skip(U',')) node.most = is_at(U'}') ? kForEver : number();
      take();
    } else if (!skip(U'*')) {
      return part;
    }
    skip(U'?');  // as much or as little as there may be: over a whole text that is the same
    node.parts.push_back(std::move(part));
    return node;
  }

  int number() {
    int value = 0;
    while (at_ < pattern_.size() && pattern_[at_] >= U'0' && pattern_[at_] <= U'9')
      value = value * 10 + static_cast<int>(take() - U'0');
    return value;
  }

  std::u32string pattern_;
  std::size_t at_ = 0;
};

using Places = std::set<std::size_t>;

/// Where in a text a part of a pattern may end that begins at one of some places: all ways at once.
class Matcher {
 public:
  explicit Matcher(std::u32string text) : text_(std::move(text)) {}

  [[nodiscard]] bool covers(const Node& pattern) const { return ends(pattern, {0}).count(text_.size()) != 0; }

 private:
  [[nodiscard]] Places ends(const Node& node, const Places& from) const {
    Places places;
    switch (node.kind) {
      case Node::Kind::Character:
        for (const std::size_t place : from)
          if (place < text_.size() && takes(node, text_[place])) places.insert(place + 1);
        return places;
      case Node::Kind::Sequence:
        places = from;
        for (const Node& part : node.parts) places = ends(part, places);
        return places;
      case Node::Kind::Choice:
        for (const Node& part : node.parts) places.merge(ends(part, from));
        return places;
      case Node::Kind::Repeat: return ends_of_repeat(node, from);
    }
    return places;
  }

  [[nodiscard]] Places ends_of_repeat(const Node& node, const Places& from) const {
    Places now = from;
    for (int i = 0; i < node.least && !now.empty(); ++i) now = ends(node.parts.front(), now);
    Places all = now;
    for (int i = node.least; i < node.most && !now.empty(); ++i) {
      Places next;
      // What was reached before leads nowhere else.
      for (const std::size_t place : ends(node.parts.front(), now))
        if (all.insert(place).second) next.insert(place);
      now = std::move(next);
    }
    return all;
  }

  static bool takes(const Node& node, char32_t c) {
    for (const auto& [first, last] : node.ranges)
      if (first <= c && c <= last) return !node.is_negated;
    return node.is_negated;
  }

  std::u32string text_;
};

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
  return Matcher(code_points(text)).covers(Reader(code_points(pattern)).read());
}

}  // namespace cqrsc::interpret
