#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cqrsc::interpret {

/// Walks through a JSON text, token by token. Whoever reads knows what has to come; what comes instead is a failure
/// that is noted once, with the path of the value it is in.
class JsonText {
 public:
  explicit JsonText(std::string_view text) : rest_(text) {}

  /// Whether the next token begins with the character, white space aside. Takes nothing.
  bool at(char c);
  /// Takes the character, if it is next.
  bool skip(char c);
  /// Takes the word, if it is next: `true`, `false`, `null`.
  bool skip_word(std::string_view word);
  /// Takes the character, or fails.
  bool expect(char c);

  /// A string, its escapes resolved; none, and a failure, where there is no string.
  std::optional<std::string> string();
  /// The characters of a number as RFC 8259 writes them; none, and a failure, where there is none.
  std::optional<std::string_view> number();
  bool at_end();

  /// Of an object that comes next, the value of the key, if it is a string; none where the object has no such key, or
  /// is none. Takes nothing.
  [[nodiscard]] std::optional<std::string> peek(const std::string& key) const;

  /// The first failure counts. Always false.
  bool fail(const std::string& what);
  [[nodiscard]] bool failed() const { return !failure_.empty(); }
  /// `$.lines[3].qty: …`; empty where nothing failed.
  [[nodiscard]] const std::string& failure() const { return failure_; }

  /// Adds a step to the path while it lives.
  class Step {
   public:
    Step(JsonText& text, const std::string& step) : text_(text), size_(text.path_.size()) { text.path_ += step; }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { text_.path_.resize(size_); }

   private:
    JsonText& text_;
    std::size_t size_;
  };

 private:
  void skip_space();
  void skip_value();
  bool escape(std::string& out);
  bool code_unit(unsigned& unit);

  std::string_view rest_;
  std::string path_ = "$";
  std::string failure_;
};

}  // namespace cqrsc::interpret
