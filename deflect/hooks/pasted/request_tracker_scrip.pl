# A scrip for Request Tracker 5, in its form for initial data: it tells deflect of each new ticket, once the ticket is
# committed. It reads DeflectURL and DeflectSecret from RT_SiteConfig.pm, and does nothing without them.
our @ScripActions = ({
    Name        => 'Tell deflect',
    Description => 'Sends the ticket to deflect, signed as standardwebhooks.com says',
    ExecModule  => 'UserDefined',
});
our @Scrips = ({
    Description       => 'Tell deflect of a new ticket',
    Queue             => 0,
    ScripCondition    => 'On Create',
    ScripAction       => 'User Defined',
    Template          => 'Blank',
    Stage             => 'TransactionBatch',
    CustomPrepareCode => 'return 1;',
    CustomCommitCode  => <<'PERL',
my $url    = RT->Config->Get('DeflectURL');
my $secret = RT->Config->Get('DeflectSecret');
return 1 unless $url && $secret;

require Digest::SHA;
require HTTP::Tiny;
require JSON;
require MIME::Base64;

my $ticket  = $self->TicketObj;
my $opening = $ticket->Transactions;
$opening->Limit( FIELD => 'Type', VALUE => 'Create' );
my $first  = $opening->First or return 1;
my $object = $first->ContentObj;
my $type   = $object && $object->ContentType eq 'text/html' ? 'html' : 'text';
my $when   = $ticket->CreatedObj->Get( Format => 'W3CDTF', Timezone => 'utc' );
my %record = (
    id         => $ticket->id . '',
    subject    => $ticket->Subject // '',
    created_at => $when,
    requester  => { email => $ticket->RequestorAddresses // '' },
    messages   => [ {
        author     => 'customer',
        created_at => $when,
        format     => $type,
        body       => $object ? $object->Content // '' : '',
    } ],
);
my $body = JSON->new->utf8->canonical->encode( \%record );
my $name = 'rt-created-' . $ticket->id;
my $time = time;
my $key  = $secret =~ /^whsec_(.+)/ ? MIME::Base64::decode_base64($1) : $secret;
my $sign = MIME::Base64::encode_base64( Digest::SHA::hmac_sha256( "$name.$time.$body", $key ), '' );

my $answer = HTTP::Tiny->new( timeout => 2, max_redirect => 0, verify_SSL => 1 )->post( $url, {
    content => $body,
    headers => {
        'content-type'      => 'application/json',
        'webhook-id'        => $name,
        'webhook-timestamp' => $time,
        'webhook-signature' => "v1,$sign",
    },
} );
RT->Logger->warning( 'deflect was not told of ticket ' . $ticket->id . ": status $answer->{status}" )
    unless $answer->{success};
return 1;
PERL
});
1;
