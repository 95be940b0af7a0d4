#include "words.hpp"

#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace cqrsc::keywords {
namespace {

std::vector<std::string> split(const char* text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

std::vector<std::string> of_cpp() {
  return split(R"(
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl
    concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete
    do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable
    namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast
    requires return short signed sizeof static static_assert static_cast struct switch template this thread_local throw
    true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq
    final import module override transaction_safe transaction_safe_dynamic atomic_cancel atomic_commit synchronized
    reflexpr assume likely unlikely noreturn deprecated include define defined elif ifdef ifndef undef line pragma
    warning __has_include __func__ _Pragma __LINE__ __cplusplus __VA_ARGS__ __VA_OPT__ typeof restrict _Bool)");
}

std::vector<std::string> of_the_language() {
  std::ifstream in(CQRS_SOURCE_DIR "/grammar/CqrsLexer.g4");
  const std::regex word("^[A-Z]+ *: '([a-z]+)' ;.*");
  std::vector<std::string> words;
  std::smatch found;
  for (std::string line; std::getline(in, line);)
    if (std::regex_match(line, found, word)) words.push_back(found[1]);
  return words;
}

std::vector<std::string> of_generated_code() {
  return split(R"(
    state State View Id Key Row Rows Context Decision Emits Rejects Aggregate Application Projection Union Alternatives
    Value Externs externs Query Command Event Error Meta Intake Outcome Page Cursor Rejection Executor Store Services
    Upcast Types History Rep Failure cqrs std testing detail internal boost decode encode apply decide fields version v1
    v2 v10 meta command event emit context intake definition message get place value type index holds visit key query id
    stream actor time now tenant correlation causation broken_invariant initial_state on swap hash begin end size data
    string vector optional variant map set list span Uuid Instant Date Duration Decimal Buffer DoesNotExist
    AlreadyExists Invalid NotAllowed Overflow InvariantBroken Unknown kName kEvents kDefinition self that other result
    out in buffer view record row rows old it n i j k x y arg args main fwd types history views codec tables int32_t
    size_t byte nullptr_t print to_string to_json from_json make parse compare equal less a A aa aA AA _x x__y __x
    _1)");
}

std::vector<std::string> of_headers() {
  return split(R"(
    NULL EOF TRUE FALSE errno assert major minor makedev linux unix i386 stdin stdout stderr offsetof setjmp min max
    INFINITY NAN INT_MAX INT32_MAX SIZE_MAX BUFSIZ EXIT_FAILURE SEEK_SET EINVAL EACCES EIO ENOENT EPIPE SIGINT SIGTERM
    PATH_MAX PI I alloca si_pid st_mtime sa_handler sched_priority timerisset htobe16 PRIu64 SCNd8 INT8_C O_RDONLY
    S_ISDIR S_IRUSR R_OK WNOHANG WIFEXITED FD_SET POLL_IN LC_ALL M_PI TEST TEST_F FAIL SUCCEED EXPECT_EQ ASSERT_TRUE
    SCOPED_TRACE far near small interface IN OUT ERROR DELETE CONST VOID OPTIONAL STRICT DOMAIN
    read write open close time clock index rename remove send signal select link log exp sin y0 j1 gamma kill abort exit
    abs div rand free malloc wait pause nice stat access accept bind listen connect socket environ timezone daylight
    algorithm any array atomic bitset chrono complex exception expected filesystem format functional future iterator
    latch limits locale memory mutex numbers numeric ostream queue random ranges ratio regex stack thread tuple utility
    cassert cmath math sys bits net posix)");
}

std::vector<std::string> all() {
  std::vector<std::string> words;
  std::set<std::string> seen;
  for (const auto& some : {of_cpp(), of_the_language(), of_generated_code(), of_headers()}) {
    for (const std::string& word : some)
      if (seen.insert(word).second) words.push_back(word);
  }
  return words;
}

std::vector<std::string> apart(const std::vector<std::string>& words) {
  std::vector<std::string> kept;
  std::set<std::string> seen;
  for (const std::string& word : words) {
    std::string plain;
    for (const char c : word)
      if (c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (seen.insert(plain).second) kept.push_back(word);
  }
  return kept;
}

}  // namespace cqrsc::keywords
